import type { RedactionPreset, TraceFieldNames, TraceFieldPreset } from '@telewright/logs';
import type { DetectorName } from '@telewright/resource';
import type { RuntimeGroup } from '@telewright/runtime-metrics';
import type { CloudName } from '../cloud/cloud-names.js';

import type { MetricView } from './metric-views.js';
import type { SamplingRule } from './sampling-rules.js';

/** The three signals that OpenTelemetry carries. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** Names of `OTEL_TRACES_SAMPLER`. */
export type SamplerName =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

/** Names of `OTEL_PROPAGATORS` that this package provides. */
export type PropagatorName = 'tracecontext' | 'baggage' | 'b3' | 'b3multi' | 'none';

/** Names of `OTEL_{TRACES,METRICS,LOGS}_EXPORTER` that this package provides. */
export type ExporterName = 'otlp' | 'console' | 'none';
/** Metrics can be fetched, too. */
export type MetricsExporterName = ExporterName | 'prometheus';

/** Names of `OTEL_LOG_LEVEL`. */
export type LogLevel = 'none' | 'error' | 'warn' | 'info' | 'debug' | 'verbose' | 'all';

/** How the SDK's own lines on stderr look. */
export type LogFormat = 'text' | 'json';

/** What happens to the lines of a logger: `send` correlates and sends them as OTLP, `correlate` adds the trace fields only, `off` neither. */
export type LogMode = 'send' | 'correlate' | 'off';

/**
 * What is kept on disk: `on` what can't be delivered or does not fit into memory, `always` each batch before it is sent, `off` nothing.
 */
export type SpoolMode = 'on' | 'off' | 'always';

/** How a metric's values relate over time, as `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` names it. */
export type TemporalityPreference = 'cumulative' | 'delta' | 'lowmemory';

/** What histograms become, as `OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION` names it. */
export type HistogramAggregation = 'explicit_bucket_histogram' | 'base2_exponential_bucket_histogram';

/** What makes spans and log records: our recorder, or the official SDK's. */
export type RecorderName = 'telewright' | 'sdk';

/** Everything that can be set, by flat name; `definitions.ts` says where each value may come from. */
export interface SettingValues {
  readonly configurationFile: string | undefined;
  readonly disabled: boolean;
  readonly strict: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly debugConfig: boolean;
  readonly recorder: RecorderName;
  readonly shutdownTimeoutMillis: number;
  /** In the order of their precedence, the last one first; `all` stands for every one that uses no network, `none` stands alone. */
  readonly resourceDetectors: readonly ('all' | 'none' | DetectorName | CloudName)[];
  readonly podInfoDirectory: string;
  /** The pod label to read for an attribute in place of the one in the label table. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly policyFile: string | undefined;
  readonly spool: SpoolMode;
  readonly spoolDirectory: string | undefined;
  readonly spoolMaxBytes: number;
  readonly spoolMaxAgeMillis: number;
  readonly socketPath: string | undefined;
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: readonly string[];
  readonly queueBytes: number;
  readonly propagators: readonly PropagatorName[];
  readonly instrumentationsEnabled: readonly string[];
  readonly instrumentationsDisabled: readonly string[];
  readonly ignoreIncomingPaths: readonly string[];
  readonly ignoreOutgoingUrls: readonly string[];
  readonly httpServerRequestHeaders: readonly string[];
  readonly httpServerResponseHeaders: readonly string[];
  readonly httpClientRequestHeaders: readonly string[];
  readonly httpClientResponseHeaders: readonly string[];
  readonly httpKnownMethods: readonly string[];
  readonly redactedQueryParameters: readonly string[];
  readonly trustForwardedHeaders: boolean;
  /** Keys of the baggage that become attributes of spans and log records. */
  readonly baggageAttributes: readonly string[];
  readonly baggageMetricAttributes: readonly string[];
  readonly baggageMetricValues: number;
  readonly workerThreads: boolean;
  readonly hostMetrics: boolean;
  readonly runtimeMetrics: readonly RuntimeGroup[];
  readonly logMode: LogMode;
  /** `none`, `resource` for all labels that the resource has, or attribute names. */
  readonly logLabels: readonly string[];
  readonly logFields: TraceFieldNames | TraceFieldPreset;
  readonly logConsole: boolean;
  /** Rules as they were given. */
  readonly logSampling: string;
  /** Rules as they were given. */
  readonly logMetrics: string;
  /** What exceptions that are recorded on a span become. */
  readonly exceptions: 'span-events' | 'logs' | 'both';
  readonly redaction: RedactionPreset;
  readonly redactionKeys: readonly string[];
  readonly redactionAllow: readonly string[];
  /** The source of a regular expression. */
  readonly redactionPattern: string | undefined;

  readonly tracesExporters: readonly ExporterName[];
  readonly sampler: SamplerName;
  readonly samplerRatio: number;
  readonly samplingRules: readonly SamplingRule[];
  readonly tracesPerSecond: number;
  readonly spanQueueSize: number;
  readonly spanBatchSize: number;
  readonly spanDelayMillis: number;
  readonly spanExportTimeoutMillis: number;
  readonly spanAttributeCountLimit: number;
  readonly spanAttributeValueLengthLimit: number;
  readonly spanEventCountLimit: number;
  readonly spanLinkCountLimit: number;
  readonly eventAttributeCountLimit: number;
  readonly linkAttributeCountLimit: number;

  readonly metricsExporters: readonly MetricsExporterName[];
  readonly prometheusHost: string;
  readonly prometheusPort: number;
  readonly metricExportIntervalMillis: number;
  readonly metricExportTimeoutMillis: number;
  readonly temporalityPreference: TemporalityPreference;
  readonly histogramAggregation: HistogramAggregation;
  readonly metricViews: readonly MetricView[];
  readonly metricCardinalityLimit: number;

  readonly logsExporters: readonly ExporterName[];
  readonly logRecordQueueSize: number;
  readonly logRecordBatchSize: number;
  readonly logRecordDelayMillis: number;
  readonly logRecordExportTimeoutMillis: number;
  readonly logRecordAttributeCountLimit: number;
  readonly logRecordAttributeValueLengthLimit: number;

  readonly traces: OtlpSettings;
  readonly metrics: OtlpSettings;
  readonly logs: OtlpSettings;
}

/** Names and values of request headers. */
export type Headers = Readonly<Record<string, string>>;

/** How one signal reaches the Collector, after the signal's own and the general settings have been merged. */
export interface OtlpSettings {
  /** The URL that requests go to, path included. */
  readonly url: string;
  readonly headers: Headers | (() => Headers | Promise<Headers>);
  readonly timeoutMillis: number;
  readonly compression: 'gzip' | 'none';
  readonly certificate: string | undefined;
  readonly clientKey: string | undefined;
  readonly clientCertificate: string | undefined;
}

/** Something that was set and can't be used as it is, and what is done instead. */
export interface SettingFinding {
  /** The variable or option. */
  readonly name: string;
  readonly expected: string;
  /** What was found; `undefined` where it may be a secret. */
  readonly got: string | undefined;
  readonly action: string;
  /**
   * `info` for what is worth saying and is no mistake: strict mode lets it pass. `error` for what leaves the process without telemetry.
   * @default 'warn'
   */
  readonly level?: 'info' | 'error';
}

/** Resolved once at start, frozen, then read everywhere. */
export interface Settings {
  readonly values: SettingValues;
  /** Where each value came from: `default`, `code`, the environment variable's name, file and line, or the setting that it follows from. Nested values use a dot: `traces.url`. */
  readonly origins: Readonly<Record<string, string>>;
  readonly findings: readonly SettingFinding[];
}
