import { LoggerProvider, type LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { LoggerProviderOptions, LogRecordSink, SpanSink, TracerProviderOptions } from '@telewright/recorder';

/** Makes the official provider under our recorder's options: sinks become the last processors. */
export function createTracerProvider({
  resource,
  spanProcessors = [],
  sinks = [],
  sampler,
  spanLimits,
}: TracerProviderOptions): TracerProvider {
  return new TracerProvider({
    resource,
    spanProcessors: [...spanProcessors, ...sinks.map(spanProcessor)],
    ...(sampler && { sampler }),
    ...(spanLimits && { spanLimits }),
  });
}

/** Makes the official provider under our recorder's options: sinks become the last processors. */
export function createLoggerProvider({ resource, processors = [], sinks = [], logRecordLimits }: LoggerProviderOptions): LoggerProvider {
  return new LoggerProvider({
    resource,
    processors: [...processors, ...sinks.map(logRecordProcessor)],
    ...(logRecordLimits && { logRecordLimits }),
  });
}

function spanProcessor(sink: SpanSink): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd(span) {
      if (span.spanContext().traceFlags & 1) sink.add(span);
    },
    forceFlush: () => sink.forceFlush(),
    shutdown: () => sink.shutdown(),
  };
}

function logRecordProcessor(sink: LogRecordSink): LogRecordProcessor {
  return { onEmit: (record) => sink.add(record), forceFlush: () => sink.forceFlush(), shutdown: () => sink.shutdown() };
}
