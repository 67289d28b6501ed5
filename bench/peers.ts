import { everything, otlp, type Variant } from './variants.ts';

/** OpenTelemetry's documentation has ES modules hooked this way. */
const upstreamLoader = '--experimental-loader=@opentelemetry/instrumentation/hook.mjs';

/** Upstream's packages as its documentation has them installed and preloaded. */
export const autoInstrumentations: Variant = {
  name: 'auto-instrumentations-node 0.82',
  role: 'peer',
  packages: ['@opentelemetry/api@1.10.0', '@opentelemetry/auto-instrumentations-node@0.82.0'],
  flags: {
    commonjs: ['--require', '@opentelemetry/auto-instrumentations-node/register'],
    esm: [upstreamLoader, '--import', '@opentelemetry/auto-instrumentations-node/register'],
  },
  environment: otlp,
  promises: everything,
};

/** Upstream's packages wired by somebody who takes only what the service needs, and the quickest hook for ES modules. */
export const handWired: Variant = {
  name: 'sdk-node 0.301, wired by hand',
  role: 'peer',
  packages: [
    '@opentelemetry/api@1.10.0',
    '@opentelemetry/sdk-node@0.301.0',
    '@opentelemetry/instrumentation-http@0.301.0',
    '@opentelemetry/instrumentation-express@0.72.0',
    '@opentelemetry/instrumentation-pino@0.70.0',
  ],
  flags: { commonjs: ['--require', './hand-wired.cjs'], esm: ['--require', './hand-wired.cjs'] },
  environment: otlp,
  promises: everything,
};

const edot: Variant = {
  name: 'EDOT 1.18, traces and metrics',
  role: 'peer',
  packages: ['@elastic/opentelemetry-node@1.18.0'],
  flags: { commonjs: ['--import', '@elastic/opentelemetry-node'], esm: ['--import', '@elastic/opentelemetry-node'] },
  environment: otlp,
  // It sends no lines of pino by itself.
  promises: { ...everything, logs: 0 },
};

const splunk: Variant = {
  name: 'Splunk 4.7, traces and metrics',
  role: 'peer',
  packages: ['@splunk/otel@4.7.2'],
  flags: {
    commonjs: ['--require', '@splunk/otel/instrument'],
    esm: [upstreamLoader, '--import', '@splunk/otel/instrument.js'],
  },
  environment: (url) => ({ ...otlp(url), SPLUNK_METRICS_ENABLED: 'true', SPLUNK_AUTOMATIC_LOG_COLLECTION: 'true' }),
  // It sends no lines of pino by itself.
  promises: { ...everything, logs: 0 },
};

const ddTrace: Variant = {
  name: 'dd-trace 6.21, traces only',
  role: 'peer',
  packages: ['dd-trace@6.21.0'],
  flags: { commonjs: ['--require', 'dd-trace/init'], esm: ['--import', 'dd-trace/initialize.mjs'] },
  environment: (url) => ({
    DD_TRACE_AGENT_URL: url,
    DD_SERVICE: 'bench',
    DD_LOGS_INJECTION: 'true',
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    DD_TRACE_STARTUP_LOGS: 'false',
  }),
  promises: { spans: 1, logs: 0, points: false },
};

const sentry: Variant = {
  name: 'Sentry 11, traces and logs',
  role: 'peer',
  packages: ['@sentry/node@11.12.0'],
  flags: { commonjs: ['--require', './sentry.cjs'], esm: ['--import', './sentry.mjs'] },
  environment: (url) => ({ SENTRY_DSN: `${url.replace('http://', 'http://key@')}/1` }),
  promises: { spans: 1, logs: 1, points: false },
};

/** Everybody else, in exact versions. */
export const peers: readonly Variant[] = [autoInstrumentations, handWired, edot, splunk, ddTrace, sentry];

/** OpenTelemetry's peers without the instrumentation of express: they make the SERVER span alone, as ours does. */
export const serverSpanAlone: readonly Variant[] = [
  limited(autoInstrumentations, { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,pino,runtime-node' }),
  limited(handWired, { HAND_WIRED: 'http,pino' }),
  limited(edot, { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,pino,runtime-node' }),
  limited(splunk, {
    OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED: 'false',
    OTEL_INSTRUMENTATION_HTTP_ENABLED: 'true',
    OTEL_INSTRUMENTATION_PINO_ENABLED: 'true',
  }),
];

function limited(variant: Variant, settings: Readonly<Record<string, string>>): Variant {
  return { ...variant, environment: (url) => ({ ...variant.environment(url), ...settings }) };
}

/** Names the versions that were measured. */
export function versions(): string {
  const named = peers.flatMap(({ packages }) => packages.filter((name) => name !== '@opentelemetry/api@1.10.0'));
  return named.map((name) => `\`${name}\``).join(', ');
}
