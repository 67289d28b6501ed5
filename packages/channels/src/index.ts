export { listenToAi } from './ai.js';
export { listenToChannels } from './channels.js';
export { listenToChildProcess } from './child-process.js';
export { listenToDns } from './dns.js';
export { listenToExpress } from './express.js';
export { listenToFastify } from './fastify.js';
export { listenToGraphql } from './graphql.js';
export { listenToH3 } from './h3.js';
export { listenToHttpClient } from './http-client.js';
export { listenToHttpServer } from './http-server.js';
export { listenToHttp2Client } from './http2-client.js';
export { listenToHttp2Server } from './http2-server.js';
export { instrumentationNames, optInInstrumentationNames } from './instrumentation-names.js';
export { listenToIoredis } from './ioredis.js';
export { listenToMysql2 } from './mysql2.js';
export { listenToNet } from './net.js';
export { listenToRedis } from './node-redis.js';
export type {
  CaptureOptions,
  ChannelsOptions,
  DefaultInstrumentationName,
  HttpOptions,
  InstrumentationName,
  OptInInstrumentationName,
} from './options.js';
export { defaultIgnoredPaths } from './pattern-list.js';
export { type ServerRequest, serverRequestOf } from './server-request.js';
export type { Unsubscribe } from './subscribe.js';
export { listenToUndici } from './undici.js';
