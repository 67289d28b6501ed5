import { context, trace } from '@opentelemetry/api';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogExporter, createMetricExporter, createTraceExporter, type ExportEvent } from '../src/index.js';

let receiver: Receiver;
let events: ExportEvent[];
const options = (signal: string) => ({
  url: `${receiver.url}/v1/${signal}`,
  backoffMillis: { initial: 1, maximum: 2 },
  onEvent: (event: ExportEvent) => void events.push(event),
});

beforeEach(async () => {
  receiver = await startReceiver();
  events = [];
});
afterEach(() => receiver.close());

describe('behind the OpenTelemetry SDK', () => {
  it('delivers spans', async () => {
    const exporter = createTraceExporter({ ...options('traces'), compression: 'gzip' });
    const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
    const tracer = provider.getTracer('app', '1.0.0');
    const parent = tracer.startSpan('parent');
    tracer.startSpan('child', { attributes: { n: 1 } }, trace.setSpan(context.active(), parent)).end();
    parent.end();
    await provider.shutdown();
    const [child, root] = receiver.spans;
    expect(child).toMatchObject({ name: 'child', attributes: { n: 1 }, parentSpanId: root?.spanId, traceId: root?.traceId, flags: 0x101 });
    expect(events).toMatchObject([{ type: 'delivered', signal: 'traces', items: 2, wireBytes: receiver.requests[0]?.wireBytes }]);
  });

  it('delivers log records', async () => {
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: createLogExporter(options('logs')) })] });
    provider.getLogger('app').emit({ body: 'hello', severityNumber: 9 });
    await provider.shutdown();
    expect(receiver.logs).toMatchObject([{ body: 'hello', severityNumber: 9, scope: { name: 'app' } }]);
  });

  it.each([
    ['cumulative', 'cumulative', 'cumulative'],
    ['delta', 'delta', 'cumulative'],
  ] as const)('delivers metrics with %s temporality', async (temporality, counter, upDownCounter) => {
    const exporter = createMetricExporter({ ...options('metrics'), temporality });
    const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
    provider.getMeter('app').createCounter('requests', { unit: '{request}' }).add(2);
    provider.getMeter('app').createUpDownCounter('active').add(1);
    await provider.shutdown();
    expect(receiver.metrics).toMatchObject([
      { name: 'requests', unit: '{request}', temporality: counter, points: [{ value: 2 }] },
      { name: 'active', temporality: upDownCounter },
    ]);
  });
});

describe('an exporter', () => {
  const spans = (count: number) => {
    const collected: never[] = [];
    const provider = new TracerProvider({
      spanProcessors: [
        {
          onStart: () => undefined,
          onEnd: (span) => void collected.push(span as never),
          forceFlush: async () => undefined,
          shutdown: async () => undefined,
        },
      ],
    });
    for (let index = 0; index < count; index++) provider.getTracer('app').startSpan(`span ${index}`).end();
    return collected;
  };
  const done = () => undefined;

  it('halves a batch that is too large for the Collector until it fits', async () => {
    receiver.respondWith((request) => (request.itemCount > 2 ? { status: 413 } : undefined));
    const exporter = createTraceExporter(options('traces'));
    exporter.export(spans(7), done);
    await exporter.forceFlush();
    expect(receiver.spans.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `span ${index}`));
  });

  it('gives up a single item that is too large', async () => {
    receiver.respondWith({ status: 413 });
    const exporter = createTraceExporter(options('traces'));
    exporter.export(spans(2), done);
    await exporter.forceFlush();
    expect(events).toMatchObject([
      { type: 'failed', items: 1, status: 413 },
      { type: 'failed', items: 1, status: 413 },
    ]);
  });

  it('tells what the Collector rejected', async () => {
    const inner = [0x08, 1, 0x12, 3, ...Buffer.from('why')];
    receiver.respondWith({ body: Uint8Array.from([0x0a, inner.length, ...inner]) });
    const exporter = createTraceExporter(options('traces'));
    exporter.export(spans(2), done);
    await exporter.forceFlush();
    expect(events).toMatchObject([{ type: 'delivered' }, { type: 'partial_success', rejected: 1, message: 'why' }]);
  });

  it('bounds the batches that are under way', async () => {
    receiver.respondWith({ hang: true });
    const exporter = createTraceExporter({ ...options('traces'), timeoutMillis: 50, concurrencyLimit: 1 });
    const codes: number[] = [];
    exporter.export(spans(1), ({ code }) => codes.push(code));
    exporter.export(spans(3), ({ code }) => codes.push(code));
    expect(codes).toEqual([0, 1]);
    expect(events).toEqual([{ type: 'failed', signal: 'traces', items: 3, status: undefined, reason: '1 batches are under way' }]);
    await exporter.forceFlush();
  });

  it('tells why it tries again', async () => {
    receiver.respondWith(() => (receiver.requests.length === 0 ? { status: 503 } : undefined));
    const exporter = createTraceExporter(options('traces'));
    exporter.export(spans(2), done);
    await exporter.forceFlush();
    expect(events).toMatchObject([
      { type: 'retrying', items: 2, reason: 'HTTP 503' },
      { type: 'delivered', items: 2 },
    ]);
  });

  it('takes nothing after its shutdown, which may be asked for twice', async () => {
    const exporter = createTraceExporter(options('traces'));
    await exporter.shutdown();
    await exporter.shutdown();
    let error: Error | undefined;
    exporter.export(spans(1), (result) => {
      error = result.error;
    });
    expect(error?.message).toBe('the exporter has been shut down');
  });

  it('goes on when its listener throws', async () => {
    const exporter = createTraceExporter({
      ...options('traces'),
      onEvent: () => {
        throw new Error('listener');
      },
    });
    exporter.export(spans(1), done);
    await exporter.forceFlush();
    expect(receiver.spans).toHaveLength(1);
  });
});
