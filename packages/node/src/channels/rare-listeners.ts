import {
  type ChannelsOptions,
  listenToAi,
  listenToChildProcess,
  listenToDns,
  listenToGraphql,
  listenToHttp2Client,
  listenToHttp2Server,
  listenToIoredis,
  listenToMysql2,
  listenToNet,
  listenToRedis,
  type Unsubscribe,
} from '@telewright/channels';
import type { RareName } from './rare-channels.js';

/** What listens to the libraries that a service may or may not use: a file of the package of its own, which is loaded with the first message. */
export const rareListeners: Readonly<Record<RareName, readonly ((options: ChannelsOptions) => Unsubscribe)[]>> = {
  http2: [listenToHttp2Server, listenToHttp2Client],
  graphql: [listenToGraphql],
  ai: [listenToAi],
  ioredis: [listenToIoredis],
  redis: [listenToRedis],
  mysql2: [listenToMysql2],
  net: [listenToNet],
  dns: [listenToDns],
  child_process: [listenToChildProcess],
};
