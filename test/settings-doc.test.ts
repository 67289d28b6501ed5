import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  baseEndpoint,
  connectionDefinitions,
  type Definition,
  definitions,
  protocolDefinition,
  signalEndpoint,
} from '../packages/node/src/settings/definitions.ts';
import { repository } from './run-app.ts';

const file = `${repository}docs/settings.md`;

/** What each setting is for; everything else in the table comes from the definitions. */
const meanings: Record<keyof typeof definitions, string> = {
  configurationFile: 'a declarative configuration file, see [Configuration file](#configuration-file)',
  disabled: 'record and send nothing; context is still propagated',
  strict: 'refuse to start with a wrong setting or label: `start()` throws a `TypeError`',
  logLevel: 'how much the SDK says on stderr',
  logFormat: 'how these lines look; `json` is one object a line, for a host that logs JSON',
  debugConfig: 'print the configuration in effect as one JSON line on stderr',
  recorder: 'what makes spans and log records: ours, or the one of OpenTelemetry’s SDK, which behaves the same and costs more',
  shutdownTimeoutMillis: 'what a flush may take, at the end of the process too; `process.exit()` waits for a quarter of it',
  spool: 'what is kept on disk: `on` what can’t be sent or does not fit into memory, `always` each batch before it is sent, `off` nothing',
  spoolDirectory: 'the folder for that; by default `telewright` in `STATE_DIRECTORY`, `XDG_STATE_HOME` or `~/.local/state`',
  spoolMaxBytes: 'space on disk for one process; the oldest are given up first, errors last',
  spoolMaxAgeMillis: 'after this time what waits on disk is given up',
  socketPath: 'unix socket or named pipe on which the Collector listens, instead of the endpoint’s host and port',
  httpProxy: 'proxy for endpoints with http://; its credentials are never shown',
  httpsProxy: 'proxy for endpoints with https://; its credentials are never shown',
  noProxy: 'hosts that are reached without a proxy, as Node.js reads them; loopback addresses always are',
  queueBytes: 'memory for what waits, for each signal',
  resourceDetectors:
    'sources of resource attributes, the later one wins; `all` is without the network, `aws`, `gcp` and `azure` ask the metadata service',
  podInfoDirectory: 'where the files of the downward API are mounted',
  podLabels: 'pod labels to read for labels in place of those in the [label table](finops.md#the-labels)',
  policyFile: 'JSON file with what the organisation asks of labels',
  propagators: 'formats of context in requests; `b3` writes one header, `b3multi` several, and both read either',
  instrumentationsEnabled:
    'the only instrumentations that are active; those of libraries without channels have to be installed, see [loading](loading.md)',
  instrumentationsDisabled: 'instrumentations that do not, applied last',
  ignoreIncomingPaths:
    'paths of incoming requests that are neither traced nor measured; `*` stands for any characters, `none` ignores nothing',
  ignoreOutgoingUrls: 'URLs, without the query, of outgoing requests that are neither traced nor measured; `*` stands for any characters',
  httpServerRequestHeaders: 'headers of incoming requests to record; never those with credentials',
  httpServerResponseHeaders: 'headers of responses to incoming requests to record',
  httpClientRequestHeaders: 'headers of outgoing requests to record; never those with credentials',
  httpClientResponseHeaders: 'headers of responses to outgoing requests to record',
  httpKnownMethods: 'request methods that are not recorded as `_OTHER`',
  redactedQueryParameters: 'query parameters whose values are redacted, besides those that always are',
  trustForwardedHeaders: 'take client, server and scheme from `Forwarded` or `X-Forwarded-*`: only behind a proxy that sets them',
  baggageAttributes: 'keys of the baggage that become attributes of spans and log records',
  baggageMetricAttributes: 'keys of the baggage that become attributes of metrics',
  baggageMetricValues: 'values of each such key that metrics tell apart; further ones are measured together as `_OTHER`',
  workerThreads: 'instrument worker threads too that inherit the preload, each as an instance of its own',
  hostMetrics: 'send the host’s metrics too',
  runtimeMetrics:
    'send metrics of the Node.js runtime: all, none, or these groups of [`@telewright/runtime-metrics`](../packages/runtime-metrics)',
  logMode: '`send` correlates lines and sends them as log records, `correlate` only adds the trace fields, `off` neither',
  logFields: 'names of the fields with the ids: those that a backend looks up, or one’s own',
  logConsole: 'treat lines of `console` as those of a logger: correlate and redact them, and send them too if lines are sent',
  logSampling: 'rules by which log records are left out, see [logs](logs.md)',
  logMetrics: 'rules by which log lines are counted, sent or not, see [logs](logs.md)',
  exceptions: 'what exceptions that are recorded on a span become: its events, log records with its ids, or both',
  redaction: 'what is taken out of lines and log records, see [logs](logs.md)',
  redactionKeys: 'further names whose values are secrets',
  redactionAllow: 'names that are never secrets',
  redactionPattern: 'a regular expression for further secrets in text; it runs over every line',
  logLabels: 'labels that each JSON log line carries: `resource` for all, or names such as `team`, `host.name`',
  tracesExporters: 'where traces go; `console` is JSON lines on stderr',
  sampler: 'which traces are recorded',
  samplerRatio: 'share of traces for a ratio sampler',
  samplingRules: 'spans to drop or keep before the sampler is asked, see [Sampling](#sampling)',
  tracesPerSecond: 'traces that may start here',
  spanQueueSize: 'spans that wait at the most; further ones are dropped',
  spanBatchSize: 'spans in one request at the most',
  spanDelayMillis: 'between two exports',
  spanExportTimeoutMillis: 'what one request may take, where that is shorter than `OTEL_EXPORTER_OTLP_TIMEOUT`',
  spanAttributeCountLimit: 'attributes of a span',
  spanAttributeValueLengthLimit: 'length of a text attribute',
  spanEventCountLimit: 'events of a span',
  spanLinkCountLimit: 'links of a span',
  eventAttributeCountLimit: 'attributes of an event',
  linkAttributeCountLimit: 'attributes of a link',
  metricsExporters: 'where metrics go; `prometheus` serves them, see [Prometheus](#prometheus)',
  prometheusHost: 'where `prometheus` listens',
  prometheusPort: 'the port of `prometheus`',
  metricExportIntervalMillis: 'between two exports of metrics',
  metricExportTimeoutMillis: 'what a collection may take, at most the interval',
  temporalityPreference: 'how values relate over time',
  histogramAggregation: 'what histograms become where no view says otherwise',
  metricViews: 'what becomes of the metrics of some instruments, see [Views](#views)',
  metricCardinalityLimit: 'series of one instrument at the most; further ones are counted together under `otel.metric.overflow`',
  logsExporters: 'where log records go',
  logRecordQueueSize: 'records that wait at the most; further ones are dropped',
  logRecordBatchSize: 'records in one request at the most',
  logRecordDelayMillis: 'between two exports',
  logRecordExportTimeoutMillis: 'what one request may take, where that is shorter than `OTEL_EXPORTER_OTLP_TIMEOUT`',
  logRecordAttributeCountLimit: 'attributes of a record',
  logRecordAttributeValueLengthLimit: 'length of a text attribute',
};
const connectionMeanings: Record<string, string> = {
  headers: 'request headers; their values are never shown',
  timeoutMillis: 'for a request and its retries; 0 is no limit',
  compression: 'how requests are packed',
  certificate: 'PEM file with the certificates to trust',
  clientKey: 'PEM file with the client’s key',
  clientCertificate: 'PEM file with the client’s certificate chain',
};

/** Where a setting differs from the specification, and why. The table marks it. */
const deviations: Partial<Record<keyof typeof definitions | keyof typeof connectionMeanings | 'protocol', string>> = {
  protocol:
    '`http/protobuf` only, because one encoder keeps the run-time small. `grpc` and `http/json` are told in one line, and `http/protobuf` is used.',
  logLevel: '`none` with `NODE_ENV=test` and no endpoint set: the unit tests of a service say nothing.',
  resourceDetectors:
    '`all` leaves out those that ask over the network (`aws`, `gcp`, `azure`), which have to be named; `serviceinstance` and `service` are the same one.',
  tracesExporters:
    '`console` writes to stderr, because stdout belongs to the app; `none` is the default with `NODE_ENV=test` and no endpoint set, so that unit tests send nothing. The same holds for `OTEL_METRICS_EXPORTER` and `OTEL_LOGS_EXPORTER`.',
  metricsExporters: '`prometheus` needs the app to have `@opentelemetry/exporter-prometheus` installed, because hardly anyone uses it.',
  samplerRatio:
    'ratio samplers decide by the last 56 bits of the trace id and write `ot=th` into tracestate, as the specification’s consistent probability sampling says; upstream’s `traceidratio` decides by other bits. It matters only where services of both kinds decide for one trace, which the `parentbased_` samplers never do.',
  sampler: 'no `jaeger_remote` and no `xray`: they need a network service of their own.',
};

/** The unit of a number, by the name of the setting. */
const units: readonly (readonly [RegExp, string])[] = [
  [/Millis$/, 'ms'],
  [/^span(Queue|Batch)Size$/, 'spans'],
  [/^logRecord(Queue|Batch)Size$/, 'records'],
  [/CardinalityLimit$/, 'series'],
  [/LengthLimit$/, 'characters'],
  [/^tracesPerSecond$/, 'per second'],
];

function row(key: string, { variables, options, parse, default: fallback, secret, pairs }: Definition<unknown>, meaning: string): string {
  const parsed = parse('\0');
  const shown =
    fallback === undefined
      ? ''
      : fallback === Number.POSITIVE_INFINITY
        ? 'unlimited'
        : code(secret || pairs ? 'none' : String(fallback) || 'none');
  const accepted = 'expected' in parsed ? parsed.expected : 'text';
  const unit = units.find(([pattern]) => pattern.test(key))?.[1] ?? '';
  const standard = variables.some((name) => name.startsWith('OTEL_')) ? 'standard' : 'ours';
  const mark = key in deviations ? '[differs](#where-we-differ-from-the-specification)' : standard;
  const cells = [variables.map(code).join(', '), options.map(code).join(', '), meaning, accepted.replaceAll('|', '\\|'), unit, shown, mark];
  return `| ${cells.join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function forAnySignal(line: string): string {
  return line.replaceAll('_TRACES_', '_<SIGNAL>_').replaceAll('traces.', '<signal>.');
}

function table(): string {
  const general = Object.entries(definitions).map(([key, definition]) =>
    row(key, definition as Definition<unknown>, meanings[key as keyof typeof definitions]),
  );
  const connection = Object.entries(connectionDefinitions('traces')).map(([key, definition]) =>
    forAnySignal(row(key, definition as Definition<unknown>, connectionMeanings[key] as string)),
  );
  const endpoints = [
    row('endpoint', baseEndpoint as Definition<unknown>, 'base URL of the Collector; `v1/<signal>` is appended'),
    forAnySignal(row('url', signalEndpoint('traces') as Definition<unknown>, 'URL of one signal, used as it is')),
    forAnySignal(row('protocol', protocolDefinition('traces') as Definition<unknown>, 'how requests are encoded')),
  ];
  const head = '| variable | option | what it is | accepts | unit | default | specification |\n|---|---|---|---|---|---|---|';
  return [head, ...endpoints, ...connection, ...general].join('\n');
}

function differences(): string {
  const all: Readonly<Record<string, Definition<unknown>>> = {
    ...(definitions as object),
    ...connectionDefinitions('traces'),
    protocol: protocolDefinition('traces'),
  };
  return Object.entries(deviations)
    .map(([key, why]) => `- ${code(forAnySignal(all[key]?.variables[0] as string))}: ${why}`)
    .join('\n');
}

function within(document: string, name: string, text: string): string {
  return document.replace(
    new RegExp(`(<!-- ${name} -->\\n).*?(\\n<!-- end -->)`, 's'),
    (_, begin: string, end: string) => `${begin}\n${text}\n${end}`,
  );
}

describe('docs/settings.md', () => {
  it('lists every setting as it is defined (UPDATE_DOCS=true npx vitest run test/settings-doc writes it anew)', () => {
    const document = readFileSync(file, 'utf8');
    const expected = within(within(document, 'settings', table()), 'differences', differences());
    if (process.env['UPDATE_DOCS'] === 'true') writeFileSync(file, expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
    expect([expected.includes(table()), expected.includes(differences())]).toEqual([true, true]);
  });
});
