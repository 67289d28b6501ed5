import { context, type DiagLogger, diag, metrics, propagation, type SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan, type Sampler, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach } from 'vitest';
import type { Unsubscribe } from '../src/subscribe.js';

/** The official SDK behind the global API, and what it got. */
export interface Telemetry {
  readonly problems: unknown[][];
  /** How many spans have been started. */
  readonly started: () => number;
  /** All spans that have ended, in the order in which they did. */
  readonly spans: () => ReadableSpan[];
  /** The spans of a kind, once so many have ended. */
  readonly ended: (kind: SpanKind, count: number) => Promise<ReadableSpan[]>;
  readonly histogram: (name: string) => Promise<HistogramMetricData | undefined>;
}

const cleanups: (() => unknown)[] = [];

/** Runs after the test, last come, first served. */
export function cleanup(action: () => unknown): void {
  cleanups.push(action);
}

/** Listens for the length of a test. */
export function listening(unsubscribe: Unsubscribe): void {
  cleanup(unsubscribe);
}

afterEach(async () => {
  for (const action of cleanups.splice(0).reverse()) await action();
});

/** Registers the official SDK for the length of a test. */
export function startTelemetry(options: { sampler?: Sampler } = {}): Telemetry {
  const exporter = new InMemorySpanExporter();
  const waiting = new Set<() => void>();
  let started = 0;
  const notify = () => {
    for (const check of waiting) check();
  };
  const count = () => {
    started += 1;
  };
  const watcher = { onStart: count, onEnd: notify, forceFlush: async () => {}, shutdown: async () => {} };
  const tracerProvider = new TracerProvider({ ...options, spanProcessors: [new SimpleSpanProcessor({ exporter }), watcher] });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: metricExporter })] });
  const problems: unknown[][] = [];
  const log = (...args: unknown[]) => problems.push(args);
  diag.setLogger({ error: log, warn: log, info() {}, debug() {}, verbose() {} } as DiagLogger);
  trace.setGlobalTracerProvider(tracerProvider);
  metrics.setGlobalMeterProvider(meterProvider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
  cleanup(async () => {
    for (const api of [trace, metrics, context, propagation, diag]) api.disable();
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  });
  const spans = () => exporter.getFinishedSpans();
  return {
    problems,
    started: () => started,
    spans,
    ended: (kind, count) =>
      new Promise((resolve) => {
        const check = () => {
          const found = spans().filter((span) => span.kind === kind);
          if (found.length < count) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    histogram: async (name) => {
      await meterProvider.forceFlush();
      const all =
        metricExporter
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
      return all.find((metric) => metric.descriptor.name === name) as HistogramMetricData | undefined;
    },
  };
}
