import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Attributes, context, metrics, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

class PulledReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

export interface RecordedPoint {
  readonly unit: string;
  readonly attributes: Attributes;
  readonly value: unknown;
}

export interface RecordedTelemetry {
  spans(): ReadableSpan[];
  points(metric: string): Promise<RecordedPoint[]>;
}

/** Registers the official SDK behind the global API, as the preload of a service would; once per test file. */
export function recordTelemetry(): RecordedTelemetry {
  const exporter = new InMemorySpanExporter();
  const reader = new PulledReader();
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
  return {
    spans: () => exporter.getFinishedSpans(),
    points: async (name) => {
      const { resourceMetrics } = await reader.collect();
      const metric = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics).find(({ descriptor }) => descriptor.name === name);
      return (metric?.dataPoints ?? []).map(({ attributes, value }) => ({ unit: metric?.descriptor.unit ?? '', attributes, value }));
    },
  };
}

/** Makes SERVER and CLIENT spans from diagnostics channels and adds the headers as undici lets one: a small stand-in for the preload. */
export function instrumentHttp(): void {
  const tracer = trace.getTracer('test');
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const span = tracer.startSpan('server', { kind: SpanKind.SERVER, attributes: { path: request.url } }, parent);
    response.on('close', () => span.end());
    context.attach(trace.setSpan(parent, span));
  });
  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: { path: string; addHeader(name: string, value: string): void } };
    const span = tracer.startSpan('client', { kind: SpanKind.CLIENT, attributes: { path: request.path } });
    const carrier: Record<string, string> = {};
    propagation.inject(trace.setSpan(context.active(), span), carrier);
    for (const [name, value] of Object.entries(carrier)) request.addHeader(name, value);
    span.end();
  });
}
