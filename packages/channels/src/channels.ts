import { listenToAi } from './ai.js';
import { listenToChildProcess } from './child-process.js';
import { listenToDns } from './dns.js';
import { listenToExpress } from './express.js';
import { listenToFastify } from './fastify.js';
import { listenToGraphql } from './graphql.js';
import { listenToH3 } from './h3.js';
import { listenToHttpClient } from './http-client.js';
import { listenToHttpServer } from './http-server.js';
import { listenToHttp2Client } from './http2-client.js';
import { listenToHttp2Server } from './http2-server.js';
import { instrumentationNames } from './instrumentation-names.js';
import { listenToIoredis } from './ioredis.js';
import { listenToMysql2 } from './mysql2.js';
import { listenToNet } from './net.js';
import { listenToRedis } from './node-redis.js';
import type { ChannelsOptions, InstrumentationName } from './options.js';
import type { Unsubscribe } from './subscribe.js';
import { listenToUndici } from './undici.js';

type Listen = (options: ChannelsOptions) => Unsubscribe;

const LISTENERS: Readonly<Record<InstrumentationName, readonly Listen[]>> = {
  http: [listenToHttpServer, listenToHttpClient],
  http2: [listenToHttp2Server, listenToHttp2Client],
  undici: [listenToUndici],
  express: [listenToExpress],
  fastify: [listenToFastify],
  h3: [listenToH3],
  graphql: [listenToGraphql],
  ai: [listenToAi],
  ioredis: [listenToIoredis],
  redis: [listenToRedis],
  mysql2: [listenToMysql2],
  net: [listenToNet],
  dns: [listenToDns],
  child_process: [listenToChildProcess],
};

/**
 * Starts the instrumentations that listen by default, or those that `enabled` names. Calling it again doubles nothing: whoever sees a
 * request first has it, under the options that were given there.
 */
export function listenToChannels(options: ChannelsOptions = {}): Unsubscribe {
  const enabled = new Set(options.enabled ?? instrumentationNames);
  const unsubscribes = [...enabled].flatMap((name) => LISTENERS[name]?.map((listen) => listen(options)) ?? []);
  return () => {
    for (const unsubscribe of unsubscribes.splice(0)) unsubscribe();
  };
}
