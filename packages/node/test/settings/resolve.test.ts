import { describe, expect, it } from 'vitest';
import { formatFinding, resolveSettings } from '../../src/settings/resolve.js';

const findingsOf = (options: Parameters<typeof resolveSettings>[0], environment: Record<string, string>): string[] =>
  resolveSettings(options, environment).findings.map(formatFinding);

describe('resolveSettings', () => {
  it('gives the specification’s defaults without any setting', () => {
    const { values, origins, findings } = resolveSettings({}, {});
    expect(findings).toEqual([]);
    expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
    expect(values).toMatchObject({
      disabled: false,
      logLevel: 'info',
      propagators: ['tracecontext', 'baggage'],
      sampler: 'parentbased_always_on',
      samplerRatio: 1,
      spanQueueSize: 2048,
      spanBatchSize: 512,
      spanDelayMillis: 5000,
      logRecordDelayMillis: 1000,
      metricExportIntervalMillis: 60000,
      metricExportTimeoutMillis: 30000,
      spanAttributeCountLimit: 128,
      spanAttributeValueLengthLimit: Number.POSITIVE_INFINITY,
      traces: { url: 'http://localhost:4318/v1/traces', headers: {}, timeoutMillis: 10000, compression: 'none' },
      metrics: { url: 'http://localhost:4318/v1/metrics' },
      logs: { url: 'http://localhost:4318/v1/logs' },
    });
  });

  it('tells what a list has in it where that is wrong', () => {
    const told = ([['heep'], [7]] as const).map((runtimeMetrics) => findingsOf({ runtimeMetrics } as never, {}).join());
    expect(told.map((line) => /got "[^"]*"/.exec(line)?.[0])).toEqual(['got "heep"', 'got "a list"']);
  });

  it('is frozen', () => {
    const settings = resolveSettings({}, {});
    expect([settings, settings.values, settings.origins, settings.values.traces].every(Object.isFrozen)).toBe(true);
  });

  it('takes all groups of runtime metrics, none, or those that are named, of which an unknown one is told', () => {
    const all = ['eventloop', 'gc', 'heap', 'resources', 'process'];
    const given = [true, 'TRUE', false, [], ['heap', 'process'], 'Heap, process'] as const;
    const groups = given.map((runtimeMetrics) => resolveSettings({ runtimeMetrics } as never, {}));
    expect(groups.map(({ values }) => values.runtimeMetrics)).toEqual([all, all, [], [], ['heap', 'process'], ['heap', 'process']]);
    expect(groups.flatMap(({ findings }) => findings)).toEqual([]);
    expect(findingsOf({}, { TELEWRIGHT_RUNTIME_METRICS: 'heap,nope' })).toEqual([
      'TELEWRIGHT_RUNTIME_METRICS: expected a comma-separated list of eventloop, gc, heap, resources, process, got "nope"; the rest of it holds',
    ]);
    expect(findingsOf({}, { TELEWRIGHT_RUNTIME_METRICS: 'nope' })).toEqual([
      'TELEWRIGHT_RUNTIME_METRICS: expected true, false or a comma-separated list of eventloop, gc, heap, resources, process, got "nope"; it is ignored',
    ]);
  });

  it('takes a blank variable as unset', () => {
    const settings = resolveSettings({}, { OTEL_BSP_SCHEDULE_DELAY: ' ', OTEL_TRACES_SAMPLER: '' });
    expect(settings.values.spanDelayMillis).toBe(5000);
    expect(settings.findings).toEqual([]);
  });

  it('lets code beat the environment and says where a value came from', () => {
    const { values, origins } = resolveSettings(
      { sampler: 'always_off' },
      { OTEL_TRACES_SAMPLER: 'always_on', OTEL_BSP_SCHEDULE_DELAY: '7' },
    );
    expect([values.sampler, origins['sampler']]).toEqual(['always_off', 'code']);
    expect([values.spanDelayMillis, origins['spanDelayMillis']]).toEqual([7, 'OTEL_BSP_SCHEDULE_DELAY']);
  });

  it('appends the signal to the general endpoint and keeps its base path', () => {
    const { values } = resolveSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://gateway/otlp/' });
    expect([values.traces.url, values.logs.url]).toEqual(['https://gateway/otlp/v1/traces', 'https://gateway/otlp/v1/logs']);
  });

  it('uses a signal’s own endpoint as it is', () => {
    const environment = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://tempo:4318', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    const { values, origins } = resolveSettings({}, environment);
    expect([values.traces.url, values.metrics.url]).toEqual(['http://tempo:4318/', 'http://collector:4318/v1/metrics']);
    expect(origins['traces.url']).toBe('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  });

  it('lets an endpoint in code beat a signal’s own variable', () => {
    const { values } = resolveSettings({ endpoint: 'http://code:1' }, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://tempo:4318' });
    expect(values.traces.url).toBe('http://code:1/v1/traces');
  });

  it('lets a signal’s own connection settings beat the general ones', () => {
    const { values } = resolveSettings(
      {},
      {
        OTEL_EXPORTER_OTLP_TIMEOUT: '1',
        OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '2',
        OTEL_EXPORTER_OTLP_HEADERS: 'a=1',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      },
    );
    expect([values.traces.timeoutMillis, values.logs.timeoutMillis]).toEqual([1, 2]);
    expect([values.traces.headers, values.traces.compression]).toEqual([{ a: '1' }, 'gzip']);
  });

  it('reports a malformed variable once and goes on with the next source', () => {
    expect(findingsOf({}, { OTEL_EXPORTER_OTLP_TIMEOUT: 'soon', OTEL_TRACES_SAMPLER: 'sometimes' })).toEqual([
      'OTEL_TRACES_SAMPLER: expected one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio, got "sometimes"; it is ignored',
      'OTEL_EXPORTER_OTLP_TIMEOUT: expected a whole number from 0 to 2147483647, got "soon"; it is ignored',
    ]);
  });

  it('never shows a header or the credentials in a URL', () => {
    const lines = findingsOf(
      {},
      { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=%zzsecret', OTEL_EXPORTER_OTLP_ENDPOINT: 'user:secret/secret@host/?token=secret' },
    );
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).not.toContain('secret');
  });

  it('names the option that was probably meant', () => {
    expect(findingsOf({ servcie: 'x', traces: { timeoutMilis: 1 }, http: { server: { captureHeaders: ['a'] } } } as never, {})).toEqual([
      'option servcie: expected a known option (did you mean service?); it is ignored',
      'option traces.timeoutMilis: expected a known option (did you mean traces.timeoutMillis?); it is ignored',
      'option http.server.captureHeaders: expected a known option; it is ignored',
    ]);
  });

  it('reports an option of the wrong type', () => {
    expect(findingsOf({ metricExportIntervalMillis: 'often', headers: 'a' } as never, {})).toEqual([
      'option metricExportIntervalMillis: expected a whole number from 1 to 2147483647, got "often"; it is ignored',
      'option headers: expected key=value pairs, separated by commas and percent-encoded; it is ignored',
    ]);
  });

  it('lets none win over other exporters', () => {
    const settings = resolveSettings({}, { OTEL_LOGS_EXPORTER: 'otlp,none' });
    expect(settings.values.logsExporters).toEqual(['none']);
    expect(settings.findings.map(formatFinding)).toEqual(['OTEL_LOGS_EXPORTER: expected none to stand alone, got "otlp,none"; none wins']);
  });

  it('says that gRPC is not supported and goes on with http/protobuf', () => {
    expect(findingsOf({}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL: expected one of http/protobuf, got "grpc"; it is ignored',
    ]);
  });

  it('keeps a batch within its queue', () => {
    const settings = resolveSettings(
      {},
      { OTEL_BSP_MAX_QUEUE_SIZE: '10', OTEL_BLRP_MAX_QUEUE_SIZE: '10', OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '20' },
    );
    expect([settings.values.spanBatchSize, settings.values.logRecordBatchSize]).toEqual([10, 10]);
    expect(settings.findings.map(formatFinding)).toEqual([
      'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: expected at most the queue size of 10, got "20"; batches of 10 are sent',
    ]);
  });

  it('lets a specific attribute limit beat the general one', () => {
    const { values } = resolveSettings({}, { OTEL_ATTRIBUTE_COUNT_LIMIT: '5', OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '6' });
    expect([values.spanAttributeCountLimit, values.logRecordAttributeCountLimit]).toEqual([6, 5]);
  });
});
