/** A row of the list of what users of an OpenTelemetry SDK rely on. */
export interface Row {
  readonly id: string;
  readonly what: string;
  /** Upstream was seen to diverge, so `npm run conformance` tries it too. */
  readonly upstream?: true;
  /** Tests that show it, as `file#name`; without them a probe does. */
  readonly tests?: readonly string[];
  /** Why it can't be met. */
  readonly unmet?: string;
}

const resolve = 'packages/node/test/settings/resolve.test.ts';
const parse = 'packages/node/test/configuration-file/parse-configuration.test.ts';
const file = 'test/configuration-file.test.ts';

/** Every row, in order. */
export const rows: readonly Row[] = [
  { id: 'D1', what: 'an empty or blank variable is unset' },
  { id: 'D2', what: 'a boolean is true only for `true` in any case; anything else but `false` is told' },
  { id: 'D3', what: 'a bad number is told and ignored; a timeout of 0 is no limit', upstream: true },
  { id: 'D4', what: 'names are compared in any case; an unknown one is told as it was given, and ignored' },
  { id: 'D5', what: 'every variable has an option in code; ours start with `TELEWRIGHT_` or `FINOPS_`' },
  { id: 'D6', what: '`OTEL_SDK_DISABLED=true` records nothing and propagates context', upstream: true },
  { id: 'D7', what: '`OTEL_SERVICE_NAME` beats `service.name` in `OTEL_RESOURCE_ATTRIBUTES`' },
  { id: 'D8', what: '`OTEL_RESOURCE_ATTRIBUTES` with an error is discarded whole, and told', upstream: true },
  { id: 'D9', what: 'code beats the environment', upstream: true },
  { id: 'D10', what: 'the default name of the service is inferred from package.json, and says so; else `unknown_service:<executable>`' },
  { id: 'D11', what: '`OTEL_LOG_LEVEL` is `info` by default', upstream: true },
  {
    id: 'D12',
    what: '`OTEL_PROPAGATORS` is `tracecontext,baggage` by default; duplicates are removed, `none` disables, an unknown one is told',
    tests: [
      'test/propagation.test.ts#passes W3C Trace Context and baggage on by default',
      'test/propagation.test.ts#takes nothing in and sends nothing out with none',
      'packages/node/test/settings/parsers.test.ts#remove duplicates and blanks, and refuse an unknown name',
    ],
  },
  { id: 'D13', what: 'six samplers; `OTEL_TRACES_SAMPLER_ARG` counts only with one that takes it; a bad one is told and ignored' },
  { id: 'D14', what: 'exporters are lists of `otlp`, `console` and `none`; `none` among others wins and is told' },
  { id: 'D15', what: 'with `OTEL_TRACES_EXPORTER=none` context, propagation and log correlation work', upstream: true },
  { id: 'D16', what: 'the protocol is `http/protobuf` by default; another one is told once with the one that is used' },
  {
    id: 'D17',
    what: 'the endpoint is a base with `v1/<signal>` appended; that of a signal is used as it is',
    tests: [
      `${resolve}#appends the signal to the general endpoint and keeps its base path`,
      `${resolve}#uses a signal’s own endpoint as it is`,
    ],
  },
  { id: 'D18', what: 'headers in the W3C Baggage format, compression, certificates and timeout, each also for one signal' },
  {
    id: 'D19',
    what: 'retries with backoff and jitter, `Retry-After`, 413 splits, partial success is counted, User-Agent',
    tests: [
      'packages/otlp/test/retry-policy.test.ts#never waits less than the server asks, and at most a fifth more',
      'packages/otlp/test/exporter.test.ts#splits a batch until the server takes it, and gives up single items that it does not take',
      'packages/otlp/test/transport.test.ts#tells a partial success, and counts what was not taken',
    ],
  },
  {
    id: 'D20',
    what: 'batches of 512 from queues of 2048, every 5 s for spans and every second for log records; a batch fits into its queue',
    tests: [`${resolve}#gives the specification’s defaults without any setting`, `${resolve}#keeps a batch within its queue`],
  },
  { id: 'D21', what: 'metrics go out every 60 s with a timeout of 30 s, to the console too', upstream: true },
  { id: 'D22', what: 'temporality is cumulative by default, or delta, or lowmemory' },
  {
    id: 'D23',
    what: '`OTEL_METRICS_EXEMPLAR_FILTER`',
    unmet: 'the OpenTelemetry SDK for JavaScript makes no exemplars; the variable is told in one line',
    tests: ['packages/node/test/settings/unknown-variables.test.ts#is told why it has no effect when the specification defines it'],
  },
  {
    id: 'D24',
    what: 'Prometheus on `localhost:9464`',
    unmet:
      'there is no Prometheus exporter: a process would need a port; a Collector can serve what it gets by OTLP. The variables are told in one line',
    tests: ['packages/node/test/settings/unknown-variables.test.ts#is told why it has no effect when the specification defines it'],
  },
  { id: 'D25', what: 'limits of 128 attributes, events and links, values of any length; a specific one beats the general one' },
  {
    id: 'D26',
    what: '`OTEL_CONFIG_FILE` wins over other variables, `${VAR}` and `${VAR:-default}` are replaced, `$$` escapes; the deprecated name is accepted',
    tests: [
      `${parse}#puts variables in where it asks for them, with their type, and nowhere else`,
      `${parse}#is beaten by code and beats the environment, of which it leaves our own variables and labels`,
      `${file}#that is not there is told, under its deprecated name too`,
    ],
  },
  {
    id: 'D27',
    what: 'a configuration file is obeyed by `register`; a bad one is one error and a process without telemetry',
    upstream: true,
  },
  { id: 'D28', what: '`OTEL_NODE_RESOURCE_DETECTORS` is a list, by either names in use; an unknown one is told' },
  {
    id: 'D29',
    what: '`OTEL_NODE_ENABLED_INSTRUMENTATIONS` are the only ones, `OTEL_NODE_DISABLED_INSTRUMENTATIONS` is applied after; unknown names are told',
  },
  {
    id: 'D30',
    what: 'detectors that use the network are off unless they are named',
    tests: ['test/labels.test.ts#is not asked unless its name is given'],
  },
  {
    id: 'D31',
    what: 'exports `.`, `./register` and `./package.json`, by `require` and `import`',
    tests: [
      'test/published.test.ts#loads by %s and says nothing',
      'test/published.test.ts#traces an app by %s that has no OpenTelemetry of its own',
    ],
  },
  { id: 'D32', what: 'one flag instruments CommonJS and ESM alike, without doubled spans', upstream: true },
  {
    id: 'D33',
    what: 'package managers that `NODE_OPTIONS` reaches are left alone; worker threads have an identity of their own',
    tests: [
      'test/register.test.ts#leaves package managers alone, which NODE_OPTIONS reaches too',
      'test/identity.test.ts#is the same on traces, metrics and logs, byte for byte, in a worker too',
    ],
  },
  {
    id: 'D34',
    what: 'nothing throws at run time; strict mode may refuse a start',
    tests: [
      'test/start.test.ts#runs on without telemetry when that can not be started',
      'test/bad-input.test.ts#refuses the start in strict mode, with every finding',
    ],
  },
  { id: 'D35', what: 'SIGTERM is a bounded flush and the end; the host decides where it has a handler', upstream: true },
  { id: 'D36', what: '`process.exit()` and an uncaught exception lose nothing, and keep status and stack', upstream: true },
  { id: 'D37', what: 'a Collector that is down delays no exit, and is told once', upstream: true },
  {
    id: 'D38',
    what: 'log lines in a span have `trace_id`, `span_id` and `trace_flags` as `01`; others have none',
    tests: ['test/register.test.ts#gives all three signals and correlated lines with %s'],
  },
  {
    id: 'D39',
    what: '`telemetry.distro.*`, a `service.instance.id` for each process and worker, the same resource on all signals',
    tests: ['test/identity.test.ts#is the same on traces, metrics and logs, byte for byte, in a worker too'],
  },
  { id: 'D40', what: '`deployment.environment.name` is production, staging, test, development or a name of your own' },
  {
    id: 'D41',
    what: 'sending of log lines is a setting; signatures in URLs are redacted, and a list adds to them',
    tests: [
      'test/register.test.ts#keeps the lines as they are without a setting that sends them',
      'test/http-settings.test.ts#come from the environment: what is ignored, recorded, redacted and believed',
      'packages/channels/test/redaction.test.ts#covers every parameter that the conventions name, and matches by case',
    ],
  },
  {
    id: 'D42',
    what: 'credentials in URLs, `authorization` and cookies never leave the process',
    tests: [
      'packages/channels/test/redaction.test.ts#replaces user and password, and leaves an @ elsewhere alone',
      'packages/channels/test/undici.test.ts#captures the headers on the list, and never a credential',
      'test/bad-input.test.ts#never shows a header',
    ],
  },
];
