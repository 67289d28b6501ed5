import { type Context, context, logs, type Span, type SpanContext, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, type ReadableLogRecord, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';

/** A real SDK behind the global API, and what it was given. */
export interface CapturedTelemetry {
  inSpan<T>(work: (span: Span) => T): T;
  inContextOf<T>(spanContext: SpanContext, work: () => T): T;
  records(): ReadableLogRecord[];
  stop(): void;
}

export function captureTelemetry(): CapturedTelemetry {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new InMemoryLogRecordExporter();
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }));
  const tracer = new TracerProvider().getTracer('test');
  const within = <T>(active: Context, work: () => T): T => context.with(active, work);
  return {
    inSpan: (work) => {
      const span = tracer.startSpan('work');
      return within(trace.setSpan(context.active(), span), () => work(span));
    },
    inContextOf: (spanContext, work) => within(trace.setSpanContext(context.active(), spanContext), work),
    records: () => exporter.getFinishedLogRecords(),
    stop: () => {
      context.disable();
      logs.disable();
    },
  };
}
