import { detectorNames } from '@telewright/resource';
import { RUNTIME_GROUPS, type RuntimeGroup } from '@telewright/runtime-metrics';
import { cloudNames } from '../cloud/cloud-names.js';
import { patchedNames } from '../patching/patched-libraries.js';
import { labelNames, podLabelNames } from './label-names.js';
import { countRules, lineFields, logSamplingRules, pattern } from './log-settings.js';
import { metricViews } from './metric-views.js';
import {
  boolean,
  headers,
  integer,
  knownOf,
  list,
  listOf,
  listOrNone,
  listUpTo,
  oneOf,
  type Parser,
  positive,
  ratio,
  text,
  url,
} from './parsers.js';
import { samplingRules } from './sampling-rules.js';
import type { OtlpSettings, SettingValues, Signal } from './settings.js';

/** Parses groups of runtime metrics; `true` is all of them, and `false` none, as is an empty list in code. */
const runtimeGroups: Parser<readonly RuntimeGroup[]> = (text) => {
  const all = boolean(text || 'false');
  if ('value' in all) return { value: all.value ? RUNTIME_GROUPS : [] };
  const some = knownOf(RUNTIME_GROUPS)(text);
  return 'value' in some ? some : { expected: `true, false or ${some.expected}` };
};

/** Says where a setting may come from and what it is without one. */
export interface Definition<T> {
  /** Environment variables, the most specific first. */
  readonly variables: readonly string[];
  /** Paths of the option in `StartOptions`, the most specific first. */
  readonly options: readonly string[];
  readonly parse: Parser<T>;
  readonly default: T;
  /** A value that may be a secret is never shown. */
  readonly secret?: true;
  /** An option that may be an object: it is read as its `key=value` pairs. */
  readonly pairs?: true;
}

/** Those that only listen, and are on unless somebody says otherwise. */
const listeningNames = [
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
  'pino',
  'runtime-node',
];

type Flat = Omit<SettingValues, Signal>;

const one = integer(1);
const count = integer(0);
/** Node fires a longer timer at once. */
const longestTimer = 2 ** 31 - 1;
const millis = integer(0, longestTimer);
const interval = integer(1, longestTimer);
const baggageKeys = listUpTo(16);
const exporter = listOf('otlp', 'console', 'none');

/** Every setting but the OTLP connection, in the order of the documentation. */
export const definitions: { readonly [K in keyof Flat]: Definition<Flat[K]> } = {
  configurationFile: {
    variables: ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'],
    options: ['configurationFile'],
    parse: text,
    default: undefined,
  },
  disabled: { variables: ['OTEL_SDK_DISABLED'], options: ['disabled'], parse: boolean, default: false },
  strict: { variables: ['TELEWRIGHT_STRICT'], options: ['strict'], parse: boolean, default: false },
  logLevel: {
    variables: ['OTEL_LOG_LEVEL'],
    options: ['logLevel'],
    parse: oneOf('none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'),
    default: 'info',
  },
  logFormat: { variables: ['TELEWRIGHT_LOG_FORMAT'], options: ['logFormat'], parse: oneOf('text', 'json'), default: 'text' },
  debugConfig: { variables: ['TELEWRIGHT_DEBUG_CONFIG'], options: ['debugConfig'], parse: boolean, default: false },
  recorder: { variables: ['TELEWRIGHT_RECORDER'], options: ['recorder'], parse: oneOf('telewright', 'sdk'), default: 'telewright' },
  shutdownTimeoutMillis: {
    variables: ['TELEWRIGHT_SHUTDOWN_TIMEOUT'],
    options: ['shutdownTimeoutMillis'],
    parse: integer(1, 60_000),
    default: 2_000,
  },
  spool: { variables: ['TELEWRIGHT_SPOOL'], options: ['spool.mode'], parse: oneOf('on', 'off', 'always'), default: 'on' },
  spoolDirectory: { variables: ['TELEWRIGHT_SPOOL_DIR'], options: ['spool.directory'], parse: text, default: undefined },
  spoolMaxBytes: {
    variables: ['TELEWRIGHT_SPOOL_MAX_BYTES'],
    options: ['spool.maxBytes'],
    parse: integer(1_048_576),
    default: 268_435_456,
  },
  spoolMaxAgeMillis: {
    variables: ['TELEWRIGHT_SPOOL_MAX_AGE'],
    options: ['spool.maxAgeMillis'],
    parse: integer(1_000),
    default: 86_400_000,
  },
  socketPath: { variables: ['TELEWRIGHT_OTLP_SOCKET'], options: ['socketPath'], parse: text, default: undefined },
  httpProxy: { variables: ['http_proxy', 'HTTP_PROXY'], options: ['proxy.http'], parse: url, default: undefined, secret: true },
  httpsProxy: { variables: ['https_proxy', 'HTTPS_PROXY'], options: ['proxy.https'], parse: url, default: undefined, secret: true },
  noProxy: { variables: ['no_proxy', 'NO_PROXY'], options: ['proxy.except'], parse: list, default: [] },
  queueBytes: { variables: ['TELEWRIGHT_QUEUE_BYTES'], options: ['queueBytes'], parse: integer(65_536), default: 8_388_608 },
  resourceDetectors: {
    variables: ['OTEL_NODE_RESOURCE_DETECTORS'],
    options: ['resourceDetectors'],
    parse: knownOf(['all', 'none', ...detectorNames, ...cloudNames], { service: 'serviceinstance' }),
    default: ['all'],
  },
  podInfoDirectory: { variables: ['FINOPS_PODINFO_DIRECTORY'], options: ['podInfoDirectory'], parse: text, default: '/etc/podinfo' },
  podLabels: { variables: ['FINOPS_POD_LABELS'], options: ['podLabels'], parse: podLabelNames, default: {}, pairs: true },
  policyFile: { variables: ['FINOPS_POLICY_FILE'], options: ['policyFile'], parse: text, default: undefined },
  propagators: {
    variables: ['OTEL_PROPAGATORS'],
    options: ['propagators'],
    parse: listOf('tracecontext', 'baggage', 'b3', 'b3multi', 'none'),
    default: ['tracecontext', 'baggage'],
  },
  instrumentationsEnabled: {
    variables: ['OTEL_NODE_ENABLED_INSTRUMENTATIONS'],
    options: ['instrumentations.enabled'],
    parse: list,
    default: [...new Set([...listeningNames, ...patchedNames])],
  },
  instrumentationsDisabled: {
    variables: ['OTEL_NODE_DISABLED_INSTRUMENTATIONS'],
    options: ['instrumentations.disabled'],
    parse: list,
    default: [],
  },
  ignoreIncomingPaths: {
    variables: ['TELEWRIGHT_IGNORE_PATHS'],
    options: ['ignoreIncomingPaths'],
    parse: listOrNone,
    default: ['/health', '/healthz', '/ready', '/readyz', '/livez', '/metrics'],
  },
  ignoreOutgoingUrls: { variables: ['TELEWRIGHT_IGNORE_OUTGOING_URLS'], options: ['ignoreOutgoingUrls'], parse: list, default: [] },
  httpServerRequestHeaders: {
    variables: ['OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS'],
    options: ['http.server.captureRequestHeaders'],
    parse: list,
    default: [],
  },
  httpServerResponseHeaders: {
    variables: ['OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS'],
    options: ['http.server.captureResponseHeaders'],
    parse: list,
    default: [],
  },
  httpClientRequestHeaders: {
    variables: ['OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS'],
    options: ['http.client.captureRequestHeaders'],
    parse: list,
    default: [],
  },
  httpClientResponseHeaders: {
    variables: ['OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS'],
    options: ['http.client.captureResponseHeaders'],
    parse: list,
    default: [],
  },
  httpKnownMethods: {
    variables: ['OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS'],
    options: ['http.knownMethods'],
    parse: list,
    default: ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE'],
  },
  redactedQueryParameters: {
    variables: ['TELEWRIGHT_REDACTED_QUERY_PARAMETERS'],
    options: ['http.redactedQueryParameters'],
    parse: list,
    default: [],
  },
  trustForwardedHeaders: {
    variables: ['TELEWRIGHT_TRUST_FORWARDED_HEADERS'],
    options: ['http.trustForwardedHeaders'],
    parse: boolean,
    default: false,
  },
  baggageAttributes: { variables: ['TELEWRIGHT_BAGGAGE_ATTRIBUTES'], options: ['baggage.attributes'], parse: baggageKeys, default: [] },
  baggageMetricAttributes: {
    variables: ['TELEWRIGHT_BAGGAGE_METRIC_ATTRIBUTES'],
    options: ['baggage.metricAttributes'],
    parse: baggageKeys,
    default: [],
  },
  baggageMetricValues: {
    variables: ['TELEWRIGHT_BAGGAGE_METRIC_VALUES'],
    options: ['baggage.metricValues'],
    parse: integer(1, 2_000),
    default: 100,
  },
  workerThreads: { variables: ['TELEWRIGHT_WORKER_THREADS'], options: ['workerThreads'], parse: boolean, default: true },
  hostMetrics: { variables: ['TELEWRIGHT_HOST_METRICS'], options: ['hostMetrics'], parse: boolean, default: false },
  runtimeMetrics: { variables: ['TELEWRIGHT_RUNTIME_METRICS'], options: ['runtimeMetrics'], parse: runtimeGroups, default: RUNTIME_GROUPS },
  logMode: { variables: ['TELEWRIGHT_LOGS'], options: ['logs.mode'], parse: oneOf('send', 'correlate', 'off'), default: 'correlate' },
  logLabels: { variables: ['TELEWRIGHT_LOG_LABELS'], options: ['logs.labels'], parse: labelNames, default: ['none'] },
  logFields: { variables: ['TELEWRIGHT_LOG_FIELDS'], options: ['logs.fields'], parse: lineFields, default: 'otel' },
  logConsole: { variables: ['TELEWRIGHT_LOG_CONSOLE'], options: ['logs.console'], parse: boolean, default: false },
  logSampling: { variables: ['TELEWRIGHT_LOG_SAMPLING'], options: ['logs.sampling'], parse: logSamplingRules, default: '' },
  logMetrics: { variables: ['TELEWRIGHT_LOG_METRICS'], options: ['logs.metrics'], parse: countRules, default: '' },
  exceptions: {
    variables: ['TELEWRIGHT_EXCEPTIONS'],
    options: ['exceptions'],
    parse: oneOf('span-events', 'logs', 'both'),
    default: 'span-events',
  },
  redaction: {
    variables: ['TELEWRIGHT_REDACTION'],
    options: ['redaction.preset'],
    parse: oneOf('off', 'default', 'strict'),
    default: 'default',
  },
  redactionKeys: { variables: ['TELEWRIGHT_REDACTION_KEYS'], options: ['redaction.keys'], parse: list, default: [] },
  redactionAllow: { variables: ['TELEWRIGHT_REDACTION_ALLOW'], options: ['redaction.allow'], parse: list, default: [] },
  redactionPattern: { variables: ['TELEWRIGHT_REDACTION_PATTERN'], options: ['redaction.pattern'], parse: pattern, default: undefined },

  tracesExporters: { variables: ['OTEL_TRACES_EXPORTER'], options: ['traces.exporters'], parse: exporter, default: ['otlp'] },
  sampler: {
    variables: ['OTEL_TRACES_SAMPLER'],
    options: ['sampler'],
    parse: oneOf('always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'),
    default: 'parentbased_always_on',
  },
  samplerRatio: { variables: ['OTEL_TRACES_SAMPLER_ARG'], options: ['samplerRatio'], parse: ratio, default: 1 },
  samplingRules: { variables: ['TELEWRIGHT_SAMPLING_RULES'], options: ['sampling.rules'], parse: samplingRules, default: [] },
  tracesPerSecond: {
    variables: ['TELEWRIGHT_TRACES_PER_SECOND'],
    options: ['sampling.tracesPerSecond'],
    parse: positive,
    default: Number.POSITIVE_INFINITY,
  },
  spanQueueSize: { variables: ['OTEL_BSP_MAX_QUEUE_SIZE'], options: ['traces.queueSize'], parse: one, default: 2_048 },
  spanBatchSize: { variables: ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'], options: ['traces.batchSize'], parse: one, default: 512 },
  spanDelayMillis: { variables: ['OTEL_BSP_SCHEDULE_DELAY'], options: ['traces.delayMillis'], parse: millis, default: 5_000 },
  spanExportTimeoutMillis: {
    variables: ['OTEL_BSP_EXPORT_TIMEOUT'],
    options: ['traces.exportTimeoutMillis'],
    parse: millis,
    default: 30_000,
  },
  spanAttributeCountLimit: {
    variables: ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
    options: ['limits.spanAttributeCount', 'limits.attributeCount'],
    parse: count,
    default: 128,
  },
  spanAttributeValueLengthLimit: {
    variables: ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
    options: ['limits.spanAttributeValueLength', 'limits.attributeValueLength'],
    parse: count,
    default: Number.POSITIVE_INFINITY,
  },
  spanEventCountLimit: { variables: ['OTEL_SPAN_EVENT_COUNT_LIMIT'], options: ['limits.spanEventCount'], parse: count, default: 128 },
  spanLinkCountLimit: { variables: ['OTEL_SPAN_LINK_COUNT_LIMIT'], options: ['limits.spanLinkCount'], parse: count, default: 128 },
  eventAttributeCountLimit: {
    variables: ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'],
    options: ['limits.eventAttributeCount'],
    parse: count,
    default: 128,
  },
  linkAttributeCountLimit: {
    variables: ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'],
    options: ['limits.linkAttributeCount'],
    parse: count,
    default: 128,
  },

  metricsExporters: {
    variables: ['OTEL_METRICS_EXPORTER'],
    options: ['metrics.exporters'],
    parse: listOf('otlp', 'prometheus', 'console', 'none'),
    default: ['otlp'],
  },
  prometheusHost: {
    variables: ['OTEL_EXPORTER_PROMETHEUS_HOST'],
    options: ['metrics.prometheusHost'],
    parse: text,
    default: 'localhost',
  },
  prometheusPort: {
    variables: ['OTEL_EXPORTER_PROMETHEUS_PORT'],
    options: ['metrics.prometheusPort'],
    parse: integer(1, 65_535),
    default: 9_464,
  },
  metricExportIntervalMillis: {
    variables: ['OTEL_METRIC_EXPORT_INTERVAL'],
    options: ['metricExportIntervalMillis'],
    parse: interval,
    default: 60_000,
  },
  metricExportTimeoutMillis: {
    variables: ['OTEL_METRIC_EXPORT_TIMEOUT'],
    options: ['metrics.exportTimeoutMillis'],
    parse: interval,
    default: 30_000,
  },
  temporalityPreference: {
    variables: ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'],
    options: ['metrics.temporalityPreference'],
    parse: oneOf('cumulative', 'delta', 'lowmemory'),
    default: 'cumulative',
  },
  histogramAggregation: {
    variables: ['OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION'],
    options: ['metrics.histogramAggregation'],
    parse: oneOf('explicit_bucket_histogram', 'base2_exponential_bucket_histogram'),
    default: 'explicit_bucket_histogram',
  },
  metricViews: { variables: ['TELEWRIGHT_METRIC_VIEWS'], options: ['metrics.views'], parse: metricViews, default: [] },
  metricCardinalityLimit: {
    variables: ['TELEWRIGHT_METRIC_CARDINALITY_LIMIT'],
    options: ['metrics.cardinalityLimit'],
    parse: one,
    default: 2_000,
  },

  logsExporters: { variables: ['OTEL_LOGS_EXPORTER'], options: ['logs.exporters'], parse: exporter, default: ['otlp'] },
  logRecordQueueSize: { variables: ['OTEL_BLRP_MAX_QUEUE_SIZE'], options: ['logs.queueSize'], parse: one, default: 2_048 },
  logRecordBatchSize: { variables: ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'], options: ['logs.batchSize'], parse: one, default: 512 },
  logRecordDelayMillis: { variables: ['OTEL_BLRP_SCHEDULE_DELAY'], options: ['logs.delayMillis'], parse: millis, default: 1_000 },
  logRecordExportTimeoutMillis: {
    variables: ['OTEL_BLRP_EXPORT_TIMEOUT'],
    options: ['logs.exportTimeoutMillis'],
    parse: millis,
    default: 30_000,
  },
  logRecordAttributeCountLimit: {
    variables: ['OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
    options: ['limits.logRecordAttributeCount', 'limits.attributeCount'],
    parse: count,
    default: 128,
  },
  logRecordAttributeValueLengthLimit: {
    variables: ['OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
    options: ['limits.logRecordAttributeValueLength', 'limits.attributeValueLength'],
    parse: count,
    default: Number.POSITIVE_INFINITY,
  },
};

type Connection = Omit<OtlpSettings, 'url'>;

const connection: {
  readonly [K in keyof Connection]: {
    readonly suffix: string;
    readonly parse: Parser<Connection[K]>;
    readonly default: Connection[K];
    readonly secret?: true;
  };
} = {
  headers: { suffix: 'HEADERS', parse: headers as Parser<Connection['headers']>, default: {}, secret: true },
  timeoutMillis: { suffix: 'TIMEOUT', parse: millis, default: 10_000 },
  compression: { suffix: 'COMPRESSION', parse: oneOf('gzip', 'none'), default: 'none' },
  certificate: { suffix: 'CERTIFICATE', parse: text, default: undefined },
  clientKey: { suffix: 'CLIENT_KEY', parse: text, default: undefined },
  clientCertificate: { suffix: 'CLIENT_CERTIFICATE', parse: text, default: undefined },
};

/** The settings of one signal's connection: the signal's own variable or option beats the general one. */
export function connectionDefinitions(signal: Signal): { readonly [K in keyof Connection]: Definition<Connection[K]> } {
  const entries = Object.entries(connection).map(([key, { suffix, ...rest }]) => [
    key,
    {
      ...rest,
      variables: [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${suffix}`, `OTEL_EXPORTER_OTLP_${suffix}`],
      options: [`${signal}.${key}`, key],
    },
  ]);
  return Object.fromEntries(entries);
}

/** Every definition, those of the connections for each signal. */
export function allDefinitions(): Definition<unknown>[] {
  const connections = (['traces', 'metrics', 'logs'] as const).flatMap((signal) => [
    signalEndpoint(signal),
    protocolDefinition(signal),
    ...Object.values(connectionDefinitions(signal)),
  ]);
  return [...Object.values(definitions), baseEndpoint, ...connections] as Definition<unknown>[];
}

/** The protocol is fixed to http/protobuf; the variables are read to say so when something else is asked for. */
export function protocolDefinition(signal: Signal): Definition<'http/protobuf'> {
  return {
    variables: [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    options: [],
    parse: oneOf('http/protobuf'),
    default: 'http/protobuf',
  };
}

/** A signal's own endpoint is used as it is. */
export function signalEndpoint(signal: Signal): Definition<string | undefined> {
  return {
    variables: [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`],
    options: [`${signal}.endpoint`],
    parse: url,
    default: undefined,
  };
}

/** The general endpoint is a base, to which `v1/<signal>` is appended. */
export const baseEndpoint: Definition<string> = {
  variables: ['OTEL_EXPORTER_OTLP_ENDPOINT'],
  options: ['endpoint'],
  parse: url,
  default: 'http://localhost:4318',
};
