import { ROOT_CONTEXT, type SamplingDecision, trace } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { describe, expect, test } from 'vitest';
import { logProcessor, logRecorders, processor, withProcessors } from './recorders.js';

const remote = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1, isRemote: true };

/** Collects what a meter provider has been told, as `metric {attributes}` and value. */
function metrics() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })] });
  const collect = async (): Promise<Record<string, unknown>> => {
    exporter.reset();
    await meterProvider.forceFlush();
    const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    return Object.fromEntries(
      found.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => [`${descriptor.name} ${descriptor.unit} ${Object.values(attributes).sort()}`, value]),
      ),
    );
  };
  return { meterProvider, collect };
}

describe.each(withProcessors)('$name', ({ create }) => {
  test('counts spans that start, by the origin of their parent and the decision, and those that live', async () => {
    const { meterProvider, collect } = metrics();
    const decisions = [2, 2, 1, 0, 2] as SamplingDecision[];
    const sampler = { shouldSample: () => ({ decision: decisions.shift() as SamplingDecision }), toString: () => '' };
    const tracer = create([processor({})], { meterProvider, sampler }).getTracer('test');
    const root = tracer.startSpan('root', {}, ROOT_CONTEXT);
    const local = tracer.startSpan('local', {}, trace.setSpan(ROOT_CONTEXT, root));
    const recordOnly = tracer.startSpan('record only', {}, trace.setSpanContext(ROOT_CONTEXT, remote));
    tracer.startSpan('dropped', {}, ROOT_CONTEXT).end();
    tracer.startSpan('second root', {}, ROOT_CONTEXT).end();
    local.end();
    local.end();
    expect(await collect()).toEqual({
      'otel.sdk.span.started {span} RECORD_AND_SAMPLE,none': 2,
      'otel.sdk.span.started {span} RECORD_AND_SAMPLE,local': 1,
      'otel.sdk.span.started {span} RECORD_ONLY,remote': 1,
      'otel.sdk.span.started {span} DROP,none': 1,
      'otel.sdk.span.live {span} RECORD_AND_SAMPLE': 1,
      'otel.sdk.span.live {span} RECORD_ONLY': 1,
    });
    root.end();
    recordOnly.end();
    expect(await collect()).toMatchObject({ 'otel.sdk.span.live {span} RECORD_AND_SAMPLE': 0, 'otel.sdk.span.live {span} RECORD_ONLY': 0 });
    await meterProvider.shutdown();
  });
});

describe.each(logRecorders)('$name', ({ create }) => {
  test('counts the log records that were emitted to enabled loggers', async () => {
    const { meterProvider, collect } = metrics();
    const logger = create([logProcessor({ enabled: ({ eventName }) => eventName !== 'unwanted' })], { meterProvider }).getLogger('test');
    logger.emit({});
    logger.emit({ eventName: 'unwanted' });
    logger.emit({});
    expect(await collect()).toEqual({ 'otel.sdk.log.created {log_record} ': 2 });
    await meterProvider.shutdown();
  });
});
