import { rareChannels } from '../channels/rare-channels.js';

/**
 * The channels on which something is published before any other that an instrumentation listens to: whoever hears one of them has to start
 * telemetry now. Everything else follows one of these.
 */
export const firstChannels: readonly string[] = [
  'http.server.request.start',
  'http.client.request.created',
  'undici:request:create',
  ...Object.values(rareChannels).flat(),
  'tracing:pino_asJson:start',
  // A worker is watched from its first moment.
  'worker_threads',
];

/** What is published here is kept until telemetry starts, and is no reason to start it: an app makes its parts before it does anything. */
export const keptChannels: readonly string[] = ['fastify.initialization'];

/** Somebody listens now, so that the app is up. */
export const readyChannels: readonly string[] = ['tracing:net.server.listen:asyncEnd'];
