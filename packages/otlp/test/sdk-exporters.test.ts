import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace, ValueType } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { createLogExporter, createMetricExporter, createTraceExporter, type TemporalityPreference } from '../src/index.js';
import { byKey, decode } from './decode.js';
import { startServer } from './http-server.js';

const resource = resourceFromAttributes(
  { 'service.name': 'shop', 'service.instance.id': Promise.resolve('a1') },
  { schemaUrl: 'https://schema/1' },
);

describe('the OpenTelemetry SDK', () => {
  it('sends its spans', async () => {
    const { url, received } = await startServer();
    const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: createTraceExporter({ url }) })] });
    const http = provider.getTracer('http', '1.0', { schemaUrl: 'https://schema/2' });
    const remote = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: '00f067aa0ba902b7',
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    };
    const options = {
      kind: SpanKind.SERVER,
      startTime: [1_700_000_000, 1] as [number, number],
      attributes: { a: [1, 2] },
      links: [{ context: remote }],
    };
    const server = http.startSpan('GET /', options, trace.setSpanContext(ROOT_CONTEXT, remote));
    const child = provider.getTracer('db').startSpan('SELECT', {}, trace.setSpan(ROOT_CONTEXT, server));
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'gone' });
    child.end();
    server.addEvent('sent', { bytes: 5 }, [1_700_000_001, 2]);
    server.end([1_700_000_002, 3]);
    http.startSpan('later').end();
    await provider.shutdown();
    expect(received.length).toBe(1);
    const [sent, ...others] = decode('TracesData', received[0]?.body ?? Buffer.alloc(0)).resourceSpans;
    expect(others).toEqual([]);
    expect(byKey(sent.resource.attributes)).toMatchObject({
      'service.name': { stringValue: 'shop' },
      'service.instance.id': { stringValue: 'a1' },
    });
    expect(sent.schemaUrl).toBe('https://schema/1');
    const [db, web] = sent.scopeSpans;
    expect([db.scope, db.schemaUrl, web.scope, web.schemaUrl]).toEqual([
      { name: 'db' },
      undefined,
      { name: 'http', version: '1.0' },
      'https://schema/2',
    ]);
    const { spanId } = server.spanContext();
    expect(db.spans).toMatchObject([
      { name: 'SELECT', kind: 1, flags: 0x101, parentSpanId: Buffer.from(spanId, 'hex'), status: { code: 2, message: 'gone' } },
    ]);
    expect(web.spans.map(({ name }: { name: string }) => name)).toEqual(['GET /', 'later']);
    expect(web.spans[0]).toEqual({
      traceId: Buffer.from(remote.traceId, 'hex'),
      spanId: Buffer.from(spanId, 'hex'),
      parentSpanId: Buffer.from(remote.spanId, 'hex'),
      flags: 0x301,
      name: 'GET /',
      kind: 2,
      startTimeUnixNano: '1700000000000000001',
      endTimeUnixNano: '1700000002000000003',
      attributes: [{ key: 'a', value: { arrayValue: { values: [{ intValue: '1' }, { intValue: '2' }] } } }],
      events: [{ timeUnixNano: '1700000001000000002', name: 'sent', attributes: [{ key: 'bytes', value: { intValue: '5' } }] }],
      links: [{ traceId: Buffer.from(remote.traceId, 'hex'), spanId: Buffer.from(remote.spanId, 'hex'), flags: 0x301 }],
    });
  });

  it('sends its log records', async () => {
    const { url, received } = await startServer();
    const provider = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: createLogExporter({ url }) })] });
    const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7', traceFlags: TraceFlags.SAMPLED };
    provider.getLogger('pino', '10').emit({
      timestamp: [1_700_000_000, 9],
      observedTimestamp: [1_700_000_000, 10],
      severityNumber: 9,
      severityText: 'info',
      eventName: 'order.placed',
      body: { order: 7 },
      attributes: { raw: new Uint8Array([1]), nested: { ok: true } },
      context: trace.setSpanContext(ROOT_CONTEXT, spanContext),
    });
    await provider.forceFlush();
    await provider.shutdown();
    const [{ scopeLogs }] = decode('LogsData', received[0]?.body ?? Buffer.alloc(0)).resourceLogs;
    expect(scopeLogs).toEqual([
      {
        scope: { name: 'pino', version: '10' },
        logRecords: [
          {
            timeUnixNano: '1700000000000000009',
            observedTimeUnixNano: '1700000000000000010',
            severityNumber: 9,
            severityText: 'info',
            eventName: 'order.placed',
            body: { kvlistValue: { values: [{ key: 'order', value: { intValue: '7' } }] } },
            attributes: [
              { key: 'raw', value: { bytesValue: Buffer.from([1]) } },
              { key: 'nested', value: { kvlistValue: { values: [{ key: 'ok', value: { boolValue: true } }] } } },
            ],
            flags: 1,
            traceId: Buffer.from(spanContext.traceId, 'hex'),
            spanId: Buffer.from(spanContext.spanId, 'hex'),
          },
        ],
      },
    ]);
  });

  it('sends its metrics', async () => {
    const { url, received } = await startServer();
    const exporter = createMetricExporter({ url, temporality: 'delta' });
    const views = [{ instrumentName: 'size', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } as const }];
    const provider = new MeterProvider({ resource, views, readers: [new PeriodicExportingMetricReader({ exporter })] });
    const meter = provider.getMeter('shop', '2', { schemaUrl: 'https://schema/2' });
    meter.createCounter('orders', { unit: '{order}', description: 'Orders', valueType: ValueType.INT }).add(3, { region: 'eu' });
    meter.createUpDownCounter('load').add(-0.5);
    meter.createHistogram('duration', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } }).record(0.5);
    meter.createHistogram('size').record(4);
    meter.createObservableGauge('temperature').addCallback((result) => result.observe(21.5));
    await provider.shutdown();
    const [{ scopeMetrics }] = decode('MetricsData', received[0]?.body ?? Buffer.alloc(0)).resourceMetrics;
    expect(scopeMetrics).toMatchObject([{ scope: { name: 'shop', version: '2' }, schemaUrl: 'https://schema/2' }]);
    const metrics = Object.fromEntries(scopeMetrics[0].metrics.map((metric: { name: string }) => [metric.name, metric]));
    expect(metrics['orders']).toMatchObject({
      unit: '{order}',
      description: 'Orders',
      sum: {
        aggregationTemporality: 1,
        isMonotonic: true,
        dataPoints: [{ asInt: '3', attributes: [{ key: 'region', value: { stringValue: 'eu' } }] }],
      },
    });
    expect(metrics['load']).toMatchObject({ sum: { aggregationTemporality: 2, dataPoints: [{ asDouble: -0.5 }] } });
    expect(metrics['duration']).toMatchObject({
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [{ count: '1', sum: 0.5, min: 0.5, max: 0.5, bucketCounts: ['0', '1', '0'], explicitBounds: [0.1, 1] }],
      },
    });
    expect(metrics['size']).toMatchObject({
      exponentialHistogram: { dataPoints: [{ count: '1', sum: 4, scale: 20, positive: { offset: 2 ** 21 - 1, bucketCounts: ['1'] } }] },
    });
    expect(metrics['temperature']).toMatchObject({ gauge: { dataPoints: [{ asDouble: 21.5 }] } });
  });

  it.each<[TemporalityPreference, string]>([
    ['cumulative', '1111111'],
    ['delta', '0000011'],
    ['lowmemory', '0011111'],
  ])('is told the temporality %s', (temporality, digits) => {
    const exporter = createMetricExporter({ url: 'http://127.0.0.1:1', temporality });
    const instruments = [
      'COUNTER',
      'HISTOGRAM',
      'GAUGE',
      'OBSERVABLE_COUNTER',
      'OBSERVABLE_GAUGE',
      'UP_DOWN_COUNTER',
      'OBSERVABLE_UP_DOWN_COUNTER',
    ];
    expect(instruments.map((instrument) => exporter.selectAggregationTemporality(instrument)).join('')).toBe(digits);
  });
});
