/** A way to get telemetry out of a service that nobody changes. */
export interface Peer {
  readonly name: string;
  /** What is installed besides the app's own packages. */
  readonly packages: readonly string[];
  /** What Node is started with. */
  readonly flags: readonly string[];
  /** Variables, given the URL of the receiver. */
  environment(url: string): Readonly<Record<string, string>>;
  /** What has to arrive for each request at the least; a run in which it does not is void. */
  readonly promises: { readonly spans: number; readonly logs: number; readonly points: boolean };
}

/** Queues that are large and sent often enough for nobody to have to drop, so that all do the whole work. */
const otlp = (url: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_SERVICE_NAME: 'bench',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_METRIC_EXPORT_INTERVAL: '1000',
  OTEL_METRIC_EXPORT_TIMEOUT: '1000',
  OTEL_BSP_MAX_QUEUE_SIZE: '200000',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '4096',
  OTEL_BSP_SCHEDULE_DELAY: '500',
  OTEL_BLRP_MAX_QUEUE_SIZE: '200000',
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '4096',
  OTEL_BLRP_SCHEDULE_DELAY: '500',
});
const all = { spans: 1, logs: 1, points: true };

/** The service without anything. */
export const bare: Peer = {
  name: 'bare',
  packages: [],
  flags: [],
  environment: () => ({}),
  promises: { spans: 0, logs: 0, points: false },
};

/** Ours, installed from what would be published. */
export function ours(tarball: string): Peer {
  const environment = (url: string) => ({ ...otlp(url), TELEWRIGHT_LOGS: 'send', OTEL_LOG_LEVEL: 'error' });
  return { name: 'telewright', packages: [tarball], flags: ['--require', '@telewright/node/register'], environment, promises: all };
}

/** Everybody else, in exact versions. */
export const peers: readonly Peer[] = [
  {
    name: 'auto-instrumentations-node 0.82',
    packages: ['@opentelemetry/api@1.10.0', '@opentelemetry/auto-instrumentations-node@0.82.0'],
    flags: ['--require', '@opentelemetry/auto-instrumentations-node/register'],
    environment: otlp,
    promises: all,
  },
  {
    name: 'sdk-node 0.301, wired by hand',
    packages: [
      '@opentelemetry/api@1.10.0',
      '@opentelemetry/sdk-node@0.301.0',
      '@opentelemetry/instrumentation-http@0.301.0',
      '@opentelemetry/instrumentation-express@0.72.0',
      '@opentelemetry/instrumentation-pino@0.70.0',
    ],
    flags: ['--require', './hand-wired.cjs'],
    environment: otlp,
    promises: all,
  },
  {
    name: 'EDOT 1.18, traces and metrics',
    packages: ['@elastic/opentelemetry-node@1.18.0'],
    flags: ['--import', '@elastic/opentelemetry-node'],
    environment: otlp,
    // It sends no lines of pino by itself.
    promises: { spans: 1, logs: 0, points: true },
  },
  {
    name: 'Splunk 4.7, traces and metrics',
    packages: ['@splunk/otel@4.7.2'],
    flags: ['--require', '@splunk/otel/instrument'],
    environment: (url) => ({ ...otlp(url), SPLUNK_METRICS_ENABLED: 'true', SPLUNK_AUTOMATIC_LOG_COLLECTION: 'true' }),
    // It sends no lines of pino by itself.
    promises: { spans: 1, logs: 0, points: true },
  },
  {
    name: 'dd-trace 6.21, traces only',
    packages: ['dd-trace@6.21.0'],
    flags: ['--require', 'dd-trace/init'],
    environment: (url) => ({
      DD_TRACE_AGENT_URL: url,
      DD_SERVICE: 'bench',
      DD_LOGS_INJECTION: 'true',
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_TRACE_STARTUP_LOGS: 'false',
    }),
    promises: { spans: 1, logs: 0, points: false },
  },
  {
    name: 'Sentry 11, traces and logs',
    packages: ['@sentry/node@11.12.0'],
    flags: ['--import', './sentry.cjs'],
    environment: (url) => ({ SENTRY_DSN: `${url.replace('http://', 'http://key@')}/1` }),
    promises: { spans: 1, logs: 1, points: false },
  },
];
