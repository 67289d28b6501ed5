import type { InstrumentationName } from '@telewright/channels';

/** The instrumentations that are loaded when there is something to hear. */
export type RareName = Exclude<InstrumentationName, 'http' | 'undici' | 'express' | 'fastify' | 'h3'>;

/** The channels on which something is published before any other of an instrumentation; none where it is loaded when it is enabled. */
export const rareChannels: Readonly<Record<RareName, readonly string[]>> = {
  http2: ['http2.server.stream.start', 'http2.client.stream.created'],
  graphql: ['tracing:graphql:execute:start', 'tracing:graphql:subscribe:start'],
  ai: ['tracing:ai:telemetry:start'],
  ioredis: ['tracing:ioredis:command:start', 'tracing:ioredis:batch:start'],
  redis: ['tracing:node-redis:command:start', 'tracing:node-redis:batch:start'],
  mysql2: ['tracing:mysql2:query:start', 'tracing:mysql2:execute:start', 'tracing:mysql2:pool:connect:start'],
  net: [],
  dns: [],
  child_process: [],
};
