// Records items of one signal with one recorder and sends them; prints CPU and garbage of one item. Runs where its packages are installed.
import { createRequire } from 'node:module';
import { context, SpanKind } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';

const [variant, signal, url, otlp, recorder] = process.argv.slice(2);
const items = 240_000;
const allocations = 25;
const batch = 512;
const resource = resourceFromAttributes({ 'service.name': 'bench' });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

/** Gives a provider of the signal whose items go to the url. */
async function createProvider() {
  if (variant === 'telewright') {
    const { createTraceQueue, createLogQueue } = await import(otlp);
    const { encodeRecordedSpan, LoggerProvider, TracerProvider } = await import(recorder);
    const options = { url, maxItems: Number.POSITIVE_INFINITY };
    const queue = signal === 'traces' ? createTraceQueue(options, encodeRecordedSpan) : createLogQueue(options);
    const sinks = [{ add: (item) => queue.add(item), forceFlush: () => queue.flush(), shutdown: () => queue.shutdown() }];
    return signal === 'traces' ? new TracerProvider({ resource, sinks }) : new LoggerProvider({ resource, sinks });
  }
  // By require: the official exporters exist in both forms, and both load here.
  const require = createRequire(import.meta.url);
  const ours = variant === 'sdk + our exporter' ? await import(otlp) : undefined;
  if (signal === 'traces') {
    const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
    const exporter = ours
      ? ours.createTraceExporter({ url })
      : new (require('@opentelemetry/exporter-trace-otlp-proto').OTLPTraceExporter)({ url });
    return new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: 4 * batch })] });
  }
  const { BatchLogRecordProcessor, LoggerProvider } = await import('@opentelemetry/sdk-logs');
  const exporter = ours
    ? ours.createLogExporter({ url })
    : new (require('@opentelemetry/exporter-logs-otlp-proto').OTLPLogExporter)({ url });
  return new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter, maxQueueSize: 4 * batch })] });
}

function recorderOf(provider) {
  if (signal === 'logs') {
    const logger = provider.getLogger('bench', '1.0.0');
    return () =>
      logger.emit({
        severityNumber: 9,
        severityText: 'info',
        body: 'order 17 was taken',
        attributes: { 'order.id': 17, 'order.total': 41.5, 'customer.kind': 'new', region: 'eu', paid: true, items: 3 },
      });
  }
  const tracer = provider.getTracer('bench', '1.0.0');
  return () => {
    const attributes = { 'http.request.method': 'GET', 'url.path': '/users/17', 'server.port': 8080 };
    const span = tracer.startSpan('GET /users/:id', { kind: SpanKind.SERVER, attributes });
    span.setAttribute('http.route', '/users/:id');
    span.setAttribute('http.response.status_code', 200);
    span.setAttribute('network.protocol.version', '1.1');
    span.end();
  };
}

const provider = await createProvider();
const record = recorderOf(provider);
async function recordAll(count) {
  for (let done = 0; done < count; done += batch) {
    for (let index = 0; index < Math.min(batch, count - done); index++) record();
    await provider.forceFlush();
  }
}

await recordAll(items / 2); // until everything is compiled
const { user, system } = process.cpuUsage();
await recordAll(items);
const used = process.cpuUsage({ user, system });

// What is allocated between two batches, in a young generation that is large enough for a collection to be rare; those with one are below 0.
const bytes = [];
for (let round = 0; round < allocations; round++) {
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < batch - 1; index++) record();
  bytes.push((process.memoryUsage().heapUsed - before) / (batch - 1));
  await provider.forceFlush();
}
bytes.sort((one, other) => one - other);
console.log(
  JSON.stringify({
    micros: (used.user + used.system) / items,
    bytes: bytes[allocations >> 1],
    items: items * 1.5 + allocations * (batch - 1),
  }),
);
await provider.shutdown();
