import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  baseEndpoint,
  connectionDefinitions,
  type Definition,
  definitions,
  signalEndpoint,
} from '../packages/node/src/settings/definitions.ts';
import { repository } from './run-app.ts';

const file = `${repository}docs/settings.md`;

/** What each setting is for; everything else in the table comes from the definitions. */
const meanings: Record<keyof typeof definitions, string> = {
  disabled: 'record and send nothing; context is still propagated',
  strict: 'refuse to start with a wrong setting or label: `start()` throws a `TypeError`',
  logLevel: 'how much the SDK says on stderr',
  debugConfig: 'print the effective configuration as one JSON line on stderr',
  shutdownTimeoutMillis: 'milliseconds that a flush may take, at the end of the process too',
  propagators: 'formats of context in requests',
  instrumentationsEnabled: 'the instrumentations that listen',
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
  hostMetrics: 'send the host’s metrics too',
  logMode: '`send` correlates lines and sends them as log records, `correlate` only adds the trace fields, `off` neither',
  logLabels: 'labels that each JSON log line carries: `resource` for all, or names such as `team`, `host.name`',
  tracesExporters: 'where traces go; `console` is JSON lines on stderr',
  sampler: 'which traces are recorded',
  samplerRatio: 'share of traces for a ratio sampler',
  spanQueueSize: 'spans that wait at the most; further ones are dropped',
  spanBatchSize: 'spans in one request at the most',
  spanDelayMillis: 'milliseconds between two exports',
  spanExportTimeoutMillis: 'milliseconds that handing over a batch may take',
  spanAttributeCountLimit: 'attributes of a span',
  spanAttributeValueLengthLimit: 'characters of a text attribute',
  spanEventCountLimit: 'events of a span',
  spanLinkCountLimit: 'links of a span',
  eventAttributeCountLimit: 'attributes of an event',
  linkAttributeCountLimit: 'attributes of a link',
  metricsExporters: 'where metrics go',
  metricExportIntervalMillis: 'milliseconds between two exports of metrics',
  metricExportTimeoutMillis: 'milliseconds that a collection may take, at most the interval',
  temporalityPreference: 'how values relate over time',
  logsExporters: 'where log records go',
  logRecordQueueSize: 'records that wait at the most; further ones are dropped',
  logRecordBatchSize: 'records in one request at the most',
  logRecordDelayMillis: 'milliseconds between two exports',
  logRecordExportTimeoutMillis: 'milliseconds that handing over a batch may take',
  logRecordAttributeCountLimit: 'attributes of a record',
  logRecordAttributeValueLengthLimit: 'characters of a text attribute',
};
const connectionMeanings: Record<string, string> = {
  headers: 'request headers; their values are never shown',
  timeoutMillis: 'milliseconds for a request and its retries; 0 is no limit',
  compression: 'how requests are packed',
  certificate: 'PEM file with the certificates to trust',
  clientKey: 'PEM file with the client’s key',
  clientCertificate: 'PEM file with the client’s certificate chain',
};

function row({ variables, options, parse, default: fallback, secret }: Definition<unknown>, meaning: string): string {
  const parsed = parse('\0');
  const shown =
    fallback === undefined ? '' : fallback === Number.POSITIVE_INFINITY ? 'unlimited' : code(secret ? 'none' : String(fallback) || 'none');
  const accepted = 'expected' in parsed ? parsed.expected : 'text';
  return `| ${variables.map(code).join(' or ')} | ${options.map(code).join(' or ')} | ${meaning} | ${accepted.replaceAll('|', '\\|')} | ${shown} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(): string {
  const general = Object.entries(definitions).map(([key, definition]) =>
    row(definition as Definition<unknown>, meanings[key as keyof typeof definitions]),
  );
  const connection = Object.entries(connectionDefinitions('traces')).map(([key, definition]) =>
    row(definition as Definition<unknown>, connectionMeanings[key] as string)
      .replaceAll('_TRACES_', '_<SIGNAL>_')
      .replaceAll('traces.', '<signal>.'),
  );
  const endpoints = [
    row(baseEndpoint as Definition<unknown>, 'base URL of the Collector; `v1/<signal>` is appended'),
    row(signalEndpoint('traces') as Definition<unknown>, 'URL of one signal, used as it is')
      .replaceAll('_TRACES_', '_<SIGNAL>_')
      .replaceAll('traces.', '<signal>.'),
  ];
  const head = '| variable | option | what it is | accepts | default |\n|---|---|---|---|---|';
  return [head, ...endpoints, ...connection, ...general].join('\n');
}

describe('docs/settings.md', () => {
  it('lists every setting as it is defined (UPDATE_DOCS=true npx vitest run test/settings-doc writes it anew)', () => {
    const document = readFileSync(file, 'utf8');
    const expected = document.replace(
      /(<!-- settings -->\n).*(\n<!-- end -->)/s,
      (_, begin: string, end: string) => `${begin}\n${table()}\n${end}`,
    );
    if (process.env['UPDATE_DOCS'] === 'true') writeFileSync(file, expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
    expect(expected).toContain(table());
  });
});
