import { listenToExpress } from './express.js';
import { listenToFastify } from './fastify.js';
import { listenToHttpClient } from './http-client.js';
import { listenToHttpServer } from './http-server.js';
import { listenToHttp2Client } from './http2-client.js';
import { listenToHttp2Server } from './http2-server.js';
import { listenToIoredis } from './ioredis.js';
import { listenToMysql2 } from './mysql2.js';
import { listenToRedis } from './node-redis.js';
import type { ChannelsOptions, InstrumentationName } from './options.js';
import type { Unsubscribe } from './subscribe.js';
import { listenToUndici } from './undici.js';

const LISTENERS: Readonly<Record<InstrumentationName, readonly ((options: ChannelsOptions) => Unsubscribe)[]>> = {
  http: [listenToHttpServer, listenToHttpClient],
  http2: [listenToHttp2Server, listenToHttp2Client],
  undici: [listenToUndici],
  express: [listenToExpress],
  fastify: [listenToFastify],
  ioredis: [listenToIoredis],
  redis: [listenToRedis],
  mysql2: [listenToMysql2],
};

/** The names of all instrumentations. */
export const instrumentationNames: readonly InstrumentationName[] = Object.keys(LISTENERS) as InstrumentationName[];

/**
 * Starts all instrumentations, or those that `enabled` names. Calling it again doubles nothing: whoever sees a request first has it,
 * under the options that were given there.
 */
export function listenToChannels(options: ChannelsOptions = {}): Unsubscribe {
  const enabled = options.enabled ?? instrumentationNames;
  const unsubscribes = instrumentationNames
    .filter((name) => enabled.includes(name))
    .flatMap((name) => LISTENERS[name].map((listen) => listen(options)));
  return () => {
    for (const unsubscribe of unsubscribes.splice(0)) unsubscribe();
  };
}
