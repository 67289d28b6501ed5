import type { SettingValues } from '../settings/settings.js';

/** A library that is heard through its official instrumentation, `@opentelemetry/instrumentation-<short name>`. */
export interface PatchedLibrary {
  /** Packages of which one has to be installed; a scope stands for all of its packages. */
  readonly packages: readonly string[];
  /** From this version on the library publishes channels: where we listen to them, nothing is patched. */
  readonly channelsSince?: string;
  /** Whether it handles requests and tells their routes. */
  readonly framework?: true;
  /** The configuration that makes one span for each call and none for middleware. */
  readonly config?: (values: Pick<SettingValues, 'logMode'>) => Readonly<Record<string, unknown>>;
}

const logger = ({ logMode }: Pick<SettingValues, 'logMode'>) => ({ disableLogSending: logMode !== 'send' });

/** By default they show keys, which can be session ids, and what a list takes for harmless; the spans of our own channels show no argument. */
const redis = () => ({
  dbStatementSerializer: (command: string, args: readonly unknown[]) => `${command}${' ?'.repeat(Math.min(args.length, 16))}`,
});

/** The libraries, by short name. */
export const patchedLibraries: Readonly<Record<string, PatchedLibrary>> = {
  amqplib: { packages: ['amqplib'] },
  'aws-sdk': { packages: ['@aws-sdk', '@smithy/core'], config: () => ({ suppressInternalInstrumentation: true }) },
  bunyan: { packages: ['bunyan'], config: logger },
  'cassandra-driver': { packages: ['cassandra-driver'] },
  dataloader: { packages: ['dataloader'] },
  express: {
    packages: ['express'],
    channelsSince: '5.3.0',
    framework: true,
    config: () => ({ ignoreLayersType: ['middleware', 'router', 'request_handler'] }),
  },
  graphql: { packages: ['graphql'], channelsSince: '17.0.0', config: () => ({ ignoreTrivialResolveSpans: true }) },
  grpc: { packages: ['@grpc/grpc-js'] },
  hapi: { packages: ['@hapi/hapi'], framework: true },
  ioredis: { packages: ['ioredis'], channelsSince: '5.11.0', config: redis },
  kafkajs: { packages: ['kafkajs'] },
  koa: { packages: ['koa'], framework: true, config: () => ({ ignoreLayersType: ['middleware'] }) },
  'lru-memoizer': { packages: ['lru-memoizer'] },
  memcached: { packages: ['memcached'] },
  mongodb: { packages: ['mongodb'] },
  mysql: { packages: ['mysql'] },
  // By default it puts the values into the statement.
  mysql2: { packages: ['mysql2'], channelsSince: '3.20.0', config: () => ({ maskStatement: true }) },
  'nestjs-core': { packages: ['@nestjs/core'] },
  openai: { packages: ['openai'] },
  oracledb: { packages: ['oracledb'] },
  pg: { packages: ['pg'], config: () => ({ ignoreConnectSpans: true }) },
  redis: { packages: ['redis', '@redis/client'], channelsSince: '5.12.0', config: redis },
  'socket.io': { packages: ['socket.io'] },
  tedious: { packages: ['tedious'] },
  winston: { packages: ['winston'], config: logger },
};

/** The short names of the libraries, as `OTEL_NODE_ENABLED_INSTRUMENTATIONS` uses them. */
export const patchedNames: readonly string[] = Object.keys(patchedLibraries);

/**
 * The other official instrumentations, which an app can pass as instances: fs and generic-pool are noise, the spans of connect,
 * restify and router are middleware, the drivers under knex and mongoose make a span for the same call already, and the rest belongs to no
 * library of a service. http, undici, fastify and pino are missing: what we support of them publishes channels.
 */
export const instanceNames: readonly string[] = [
  'aws-lambda',
  'connect',
  'cucumber',
  'fs',
  'generic-pool',
  'host-metrics',
  'knex',
  'mongoose',
  'restify',
  'router',
];
