import type { DefaultInstrumentationName, OptInInstrumentationName } from './options.js';

/** The names of the instrumentations that listen by default. */
export const instrumentationNames: readonly DefaultInstrumentationName[] = [
  'http',
  'http2',
  'undici',
  'express',
  'fastify',
  'h3',
  'graphql',
  'ai',
  'ioredis',
  'redis',
  'mysql2',
];

/** The names of those that only listen when they are named. */
export const optInInstrumentationNames: readonly OptInInstrumentationName[] = ['net', 'dns', 'child_process'];
