/** How requests reach the Collector. */
export interface ConnectionOptions {
  /** Request headers, or a function that gives them before each request, such as for tokens that expire; they are never shown. @default {} */
  headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
  /** Milliseconds that one export may take, retries included; 0 is no limit. @default 10000 */
  timeoutMillis?: number;
  /** @default 'none' */
  compression?: 'gzip' | 'none';
  /** Path of a PEM file with the certificates to trust. */
  certificate?: string;
  /** Path of a PEM file with the client's private key. */
  clientKey?: string;
  /** Path of a PEM file with the client's certificate chain. */
  clientCertificate?: string;
}

/** How one signal is sent. A signal's own value beats the general one of `StartOptions`. */
export interface SignalOptions extends ConnectionOptions {
  /** Where the signal goes: `otlp`, `console` (JSON lines on stderr) or `none`. @default ['otlp'] */
  exporters?: readonly ('otlp' | 'console' | 'none')[];
  /** The URL that requests go to, used as it is. @default `<endpoint>/v1/<signal>` */
  endpoint?: string;
}

/** What is kept on disk, and how much of it. */
export interface SpoolOptions {
  /** `on` what can't be delivered or does not fit into memory, `always` each batch before it is sent, `off` nothing. @default 'on' */
  mode?: 'on' | 'off' | 'always';
  /** The folder. @default `telewright` in `STATE_DIRECTORY` (systemd), `XDG_STATE_HOME` or `~/.local/state` */
  directory?: string;
  /** Bytes at the most; the oldest are given up first. @default 268435456 (256 MiB) */
  maxBytes?: number;
  /** Milliseconds after which telemetry is not worth sending any more. @default 86400000 (a day) */
  maxAgeMillis?: number;
}

/** How a signal that is sent in batches is queued. */
export interface BatchOptions {
  /** Items kept at the most; the next ones are dropped and counted. @default 2048 */
  queueSize?: number;
  /** Items in one request at the most, not more than `queueSize`. @default 512 */
  batchSize?: number;
  /** Milliseconds between two exports. @default 5000 for traces, 1000 for logs */
  delayMillis?: number;
  /** Milliseconds that an export may take. @default 30000 */
  exportTimeoutMillis?: number;
}

/** The headers that become attributes, by name in any case. Those that carry credentials never do. */
export interface CapturedHeadersOptions {
  /** @default [] */
  captureRequestHeaders?: readonly string[];
  /** @default [] */
  captureResponseHeaders?: readonly string[];
}

/** What is recorded of HTTP requests. */
export interface HttpOptions {
  /** The headers to record of incoming requests and their responses. */
  server?: CapturedHeadersOptions;
  /** The headers to record of outgoing requests and their responses. */
  client?: CapturedHeadersOptions;
  /** Methods that are not recorded as `_OTHER`; they replace the default. @default the methods of RFC 9110, PATCH and QUERY */
  knownMethods?: readonly string[];
  /** Query parameters whose values are redacted, besides those that always are; matched by case. @default [] */
  redactedQueryParameters?: readonly string[];
  /** Take client address, server address and scheme from `Forwarded` or `X-Forwarded-*`: only behind a proxy that sets them. @default false */
  trustForwardedHeaders?: boolean;
}

/** What an organisation asks of the labels of its services. They are named by their option (`team`) or attribute (`finops.team.name`). */
export interface LabelPolicy {
  /** Required labels by environment, in place of those that the label table requires; those under `*` are required everywhere. */
  required?: Readonly<Record<string, readonly string[]>>;
  /** The only values that a label may have. */
  allowed?: Readonly<Record<string, readonly string[]>>;
  /** Regular expressions that a label's whole value has to match. */
  patterns?: Readonly<Record<string, string>>;
}

/** An instrumentation of OpenTelemetry, such as `new PgInstrumentation()`. */
export interface Instrumentation {
  /** The name of its package, for instance `@opentelemetry/instrumentation-pg`. */
  readonly instrumentationName: string;
  enable(): void;
  disable(): void;
  setTracerProvider(provider: unknown): void;
  setMeterProvider(provider: unknown): void;
  setLoggerProvider?(provider: unknown): void;
}

/** A span processor as OpenTelemetry's SDK defines it. */
export interface SpanProcessor {
  onStart(span: never, parentContext: never): void;
  onEnd(span: never): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A log record processor as OpenTelemetry's SDK defines it. */
export interface LogRecordProcessor {
  onEmit(record: never, context: never): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A sampler as OpenTelemetry's SDK defines it. */
export interface Sampler {
  shouldSample(context: never, traceId: string, name: string, kind: never, attributes: never, links: never): unknown;
  toString(): string;
}

/** Which instrumentations are active. */
export interface InstrumentationOptions {
  /** Short names of the only ones that are. @default all in docs/settings.md */
  enabled?: readonly string[];
  /** Short names of those that are not. @default [] */
  disabled?: readonly string[];
  /** Further ones, for instance `new PgInstrumentation()`. @default [] */
  instances?: readonly Instrumentation[];
}

/**
 * Options of `start()`. Each has an environment variable (see docs/settings.md); a value given here beats it.
 * A wrong value is reported once and the next source is used, unless `strict` is set.
 */
export interface StartOptions extends ConnectionOptions {
  /** `service.name`. @default the environment's, else the name in package.json */
  service?: string;
  /** `service.version`. */
  version?: string;
  /** `service.namespace`. */
  namespace?: string;
  /** `service.instance.id`, best as a UUID. @default made for each process and worker */
  instanceId?: string;
  /** `deployment.environment.name`: production, staging, test, development or a name of your own. */
  environment?: string;
  /** `finops.team.name`. */
  team?: string;
  /** `service.instance.cost_center.id`. */
  costCenter?: string;
  /** `service.instance.cost_center.name`. */
  costCenterName?: string;
  /** `finops.owner.name`: a group, not a person. */
  owner?: string;
  /** `finops.product.name`. */
  product?: string;
  /** `finops.business_unit.id`. */
  businessUnit?: string;
  /** `service.criticality`. */
  criticality?: 'critical' | 'high' | 'medium' | 'low';
  /** `finops.allocation.type`. */
  allocationType?: 'dedicated' | 'shared' | 'platform';
  /** `finops.grid.zone`: ISO 3166 code or grid zone. */
  gridZone?: string;
  /** Further resource attributes. */
  resourceAttributes?: Readonly<Record<string, string | number | boolean>>;
  /** Where the files of the downward API are mounted. @default '/etc/podinfo' */
  podInfoDirectory?: string;
  /** Pod labels to read for labels in place of those in the label table: `{ team: 'squad', namespace: 'app.kubernetes.io/part-of' }`. @default {} */
  podLabels?: Readonly<Record<string, string>>;
  /** What the organisation asks of labels, in place of a policy file. @default the levels of the label table */
  policy?: LabelPolicy;
  /** Path of a JSON file with the same. */
  policyFile?: string;
  /**
   * The sources of resource attributes: env, kubernetes, container, ci, package, git, systemd, process, host, os, serviceinstance; of two
   * that know an attribute the later one wins. `all` stands for all of these, `none` for none. aws, gcp and azure ask
   * the cloud's metadata service over the network and have to be named; what they know replaces nothing.
   *
   * @default ['all']
   */
  resourceDetectors?: readonly string[];

  /** Path of a declarative configuration file of OpenTelemetry, `file_format` 1.x; options of `start()` beat it. */
  configurationFile?: string;
  /** Record and send nothing; context is still propagated. @default false */
  disabled?: boolean;
  /** Throw a `TypeError` at start for a wrong option, variable or label instead of going on without it. @default false */
  strict?: boolean;
  /** How much the SDK says on stderr. @default 'info' */
  logLevel?: 'none' | 'error' | 'warn' | 'info' | 'debug' | 'verbose' | 'all';
  /** How these lines look: text, or one JSON object each. @default 'text' */
  logFormat?: 'text' | 'json';
  /** Print the effective configuration as one JSON line on stderr. @default false */
  debugConfig?: boolean;
  /** What makes spans and log records: our recorder, or that of OpenTelemetry's SDK, which behaves the same and costs more. @default 'telewright' */
  recorder?: 'telewright' | 'sdk';
  /** Milliseconds that a flush may take, at the end of the process too, 1 to 60000; `process.exit()` waits for a quarter of it. @default 2000 */
  shutdownTimeoutMillis?: number;
  /** What is kept on disk when it can't be sent. */
  spool?: SpoolOptions;
  /** A unix socket or named pipe on which the Collector listens; the endpoint's host is then only a header. */
  socketPath?: string;
  /** Proxies between here and the Collector, and hosts that are reached without. A loopback address is always reached without. */
  proxy?: { http?: string; https?: string; except?: readonly string[] };
  /** Bytes of each signal that wait in memory at the most. @default 8388608 (8 MiB) */
  queueBytes?: number;
  /** Formats of context in requests; `b3` writes one header, `b3multi` several, and both read either. @default ['tracecontext', 'baggage'] */
  propagators?: readonly ('tracecontext' | 'baggage' | 'b3' | 'b3multi' | 'none')[];
  /**
   * Which instrumentations are active, by short name (`disabled` is applied last), and instances of others. A list is one of instances. An
   * instance takes the place of ours of the same name.
   */
  instrumentations?: InstrumentationOptions | readonly Instrumentation[];
  /**
   * Paths of incoming requests that are neither traced nor measured, in which `*` stands for any characters; they replace the default.
   * @default ['/health', '/healthz', '/ready', '/readyz', '/livez', '/metrics']
   */
  ignoreIncomingPaths?: readonly string[];
  /** URLs, without the query, of outgoing requests that are neither traced nor measured; `*` stands for any characters. @default [] */
  ignoreOutgoingUrls?: readonly string[];
  /** What is recorded of HTTP requests. */
  http?: HttpOptions;
  /** Which keys of the baggage become attributes, at most 16 of each kind; anyone who sends a request can write its baggage. */
  baggage?: {
    /** Keys that become attributes of spans and log records; a longer value than 128 characters is cut. @default [] */
    attributes?: readonly string[];
    /** Keys that become attributes of metrics, recorded while a request is handled: each value is a series of its own. @default [] */
    metricAttributes?: readonly string[];
    /** Values of each of these that metrics tell apart, 1 to 2000; further ones are measured together as `_OTHER`. @default 100 */
    metricValues?: number;
  };
  /** Instrument worker threads too that inherit the preload, each as an instance of its own. @default true */
  workerThreads?: boolean;
  /** Send the host's metrics too. @default false */
  hostMetrics?: boolean;
  /** Send metrics of the Node.js runtime: all, none, or these groups. @default true */
  runtimeMetrics?: boolean | readonly ('eventloop' | 'gc' | 'heap' | 'resources' | 'process')[];

  /** Base URL of the Collector; `v1/<signal>` is appended. @default 'http://localhost:4318' */
  endpoint?: string;

  /** @default 'parentbased_always_on' */
  sampler?: 'always_on' | 'always_off' | 'traceidratio' | 'parentbased_always_on' | 'parentbased_always_off' | 'parentbased_traceidratio';
  /** Share of traces that a ratio sampler keeps, 0 to 1. @default 1 */
  samplerRatio?: number;
  /** What is decided before the sampler is asked. */
  sampling?: {
    /** Rules such as `drop path=/internal/*`, `keep name=POST *` or `0.1 path=/users/:id`; the first one that matches counts. @default [] */
    rules?: readonly string[];
    /** Traces that start here per second at the most. @default unlimited */
    tracesPerSecond?: number;
  };
  /** Milliseconds between two exports of metrics. @default 60000 */
  metricExportIntervalMillis?: number;
  /** How traces are queued and sent. */
  traces?: SignalOptions &
    BatchOptions & {
      /** Processors of your own, called before a span is sent, such as `new BatchSpanProcessor({ exporter })`. @default [] */
      processors?: readonly SpanProcessor[];
      /** A sampler of your own, in place of `sampler` and `sampling`. */
      sampler?: Sampler;
    };
  /** How metrics are sent. */
  metrics?: Omit<SignalOptions, 'exporters'> & {
    /** Where metrics go; `prometheus` serves them, where `@opentelemetry/exporter-prometheus` is installed. @default ['otlp'] */
    exporters?: readonly ('otlp' | 'prometheus' | 'console' | 'none')[];
    /** Where `prometheus` listens. @default 'localhost' */
    prometheusHost?: string;
    /** @default 9464 */
    prometheusPort?: number;
    exportTimeoutMillis?: number;
    temporalityPreference?: 'cumulative' | 'delta' | 'lowmemory';
    /** What histograms become where no view says otherwise. @default 'explicit_bucket_histogram' */
    histogramAggregation?: 'explicit_bucket_histogram' | 'base2_exponential_bucket_histogram';
    /** Views such as `http.server.* attributes=http.route|error.type limit=500` or `nodejs.* aggregation=drop`. @default [] */
    views?: readonly string[];
    /** Series of one instrument at the most; further ones are counted together. @default 2000 */
    cardinalityLimit?: number;
  };
  /** How logs are queued and sent, and what is done with lines before. */
  logs?: SignalOptions &
    BatchOptions & {
      /** `send` also sends the lines, `correlate` only adds the trace's ids, `off` does neither. @default 'correlate' */
      mode?: 'send' | 'correlate' | 'off';
      /** Labels that each line carries, for readers of the lines as they are: `resource` for all, or names (`team`, `host.name`). @default 'none' */
      labels?: 'resource' | 'none' | readonly string[];
      /** Names of the fields with the ids: those that a backend looks up, or one's own, `trace_id=traceID,span_id=spanID`. @default 'otel' */
      fields?: 'otel' | 'loki' | 'splunk' | 'ecs' | 'datadog' | 'gcp' | `gcp:${string}` | `${string}=${string}`;
      /** Treat lines of `console` as those of a logger. @default false */
      console?: boolean;
      /** Rules by which records are left out, separated by `;`: `keep 10% where severity < info; drop where scope = db`. @default none */
      sampling?: string;
      /** Rules by which lines are counted, separated by `;`: `count lines where severity >= error as app.errors in {error}`. @default none */
      metrics?: string;
      /** Processors of your own, called before a log record is sent. @default [] */
      processors?: readonly LogRecordProcessor[];
    };
  /** What exceptions that are recorded on a span become: events of the span, log records with its ids, or both. @default 'span-events' */
  exceptions?: 'span-events' | 'logs' | 'both';
  /** What is taken for a secret and out of lines and log records. */
  redaction?: {
    /** `default`: what is unmistakable; `strict`: personal data too, and more names; `off`: only what `keys` and `pattern` say. @default 'default' */
    preset?: 'off' | 'default' | 'strict';
    /** Further names whose values are secrets. @default [] */
    keys?: readonly string[];
    /** Names that are never secrets. @default [] */
    allow?: readonly string[];
    /** A regular expression for further secrets in text. It runs over every line: keep it linear. */
    pattern?: string;
  };
  /** Limits of what a span or log record holds: counts (default 128) and lengths in characters (default unlimited). */
  limits?: {
    attributeCount?: number;
    attributeValueLength?: number;
    spanAttributeCount?: number;
    spanAttributeValueLength?: number;
    spanEventCount?: number;
    spanLinkCount?: number;
    eventAttributeCount?: number;
    linkAttributeCount?: number;
    logRecordAttributeCount?: number;
    logRecordAttributeValueLength?: number;
  };
}
