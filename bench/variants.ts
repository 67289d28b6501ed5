/** A way to get telemetry out of a service that nobody changes, or none. */
export interface Variant {
  readonly name: string;
  readonly role: 'bare' | 'ours' | 'peer';
  /** What is installed besides the app's own packages; `telewright` is what would be published. */
  readonly packages: readonly string[];
  /** What Node is started with, by the way that its documentation gives for each kind of app. */
  readonly flags: { readonly commonjs: readonly string[]; readonly esm: readonly string[] };
  /** Variables, given the URL of the receiver. */
  environment(url: string): Readonly<Record<string, string>>;
  /** What has to arrive for each request at the least; a run in which it does not is void. */
  readonly promises: Promises;
}

/** What has to arrive: spans and log records for each request, and whether metrics have to. */
export interface Promises {
  readonly spans: number;
  readonly logs: number;
  readonly points: boolean;
}

export const everything: Promises = { spans: 1, logs: 1, points: true };

/** Queues that are large and sent often enough for nobody to have to drop, so that all do the whole work; metrics each second. */
export const otlp = (url: string): Record<string, string> => ({
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

/**
 * Only ours bounds a queue by bytes as well. At 40,000 spans a second the default of 8 MiB is full within the half second that a receiver may
 * have to wait for its core, which the load has.
 */
const queueBytes = String(128 * 1024 * 1024);

/** The service without anything. */
export const bare: Variant = {
  name: 'bare',
  role: 'bare',
  packages: ['@opentelemetry/api@1.10.0'],
  flags: { commonjs: [], esm: [] },
  environment: () => ({}),
  promises: { spans: 0, logs: 0, points: false },
};

const register = ['--require', '@telewright/node/register'];

/** Gives ours with some settings; what it keeps on disk stays in the folder of the app. */
function telewright(name: string, settings: Readonly<Record<string, string>>, promises: Promises): Variant {
  return {
    name,
    role: 'ours',
    packages: ['@opentelemetry/api@1.10.0', 'telewright'],
    flags: { commonjs: register, esm: register },
    environment: (url) => ({
      ...otlp(url),
      OTEL_LOG_LEVEL: 'error',
      TELEWRIGHT_SPOOL_DIR: './spool',
      TELEWRIGHT_QUEUE_BYTES: queueBytes,
      ...settings,
    }),
    promises,
  };
}

/** Ours with all signals, as it is by default but for the sending of lines, which has to be asked for. */
export const allSignals: Variant = telewright('telewright, all signals', { TELEWRIGHT_LOGS: 'send' }, everything);

const spans: Promises = { spans: 1, logs: 0, points: false };
const nothingElse = { OTEL_METRICS_EXPORTER: 'none', TELEWRIGHT_LOGS: 'off' };

/** Ours with nothing but spans. */
export const tracesAlone: Variant = telewright('telewright, traces alone', nothingElse, spans);

const off = { TELEWRIGHT_SPOOL: 'off' };
const withMetrics: Promises = { ...spans, points: true };

/** What is switched on one after another, each with what is before it. */
export const features: readonly Variant[] = [
  telewright('spans', { ...off, ...nothingElse }, spans),
  telewright('+ metrics of requests', { ...off, TELEWRIGHT_LOGS: 'off', TELEWRIGHT_RUNTIME_METRICS: 'false' }, withMetrics),
  telewright('+ metrics of the runtime', { ...off, TELEWRIGHT_LOGS: 'off' }, withMetrics),
  telewright('+ lines get the ids of their span', { ...off, TELEWRIGHT_REDACTION: 'off' }, withMetrics),
  telewright('+ lines are redacted', off, withMetrics),
  telewright('+ lines are sent', { ...off, TELEWRIGHT_LOGS: 'send' }, everything),
  telewright('+ what can’t be sent is kept on disk (all signals)', { TELEWRIGHT_LOGS: 'send' }, everything),
];
