export { instrumentationNames, listenToChannels } from './channels.js';
export { listenToExpress } from './express.js';
export { listenToFastify } from './fastify.js';
export { listenToHttpClient } from './http-client.js';
export { listenToHttpServer } from './http-server.js';
export type { CaptureOptions, ChannelsOptions, HttpOptions, InstrumentationName } from './options.js';
export { defaultIgnoredPaths } from './pattern-list.js';
export type { Unsubscribe } from './subscribe.js';
export { listenToUndici } from './undici.js';
