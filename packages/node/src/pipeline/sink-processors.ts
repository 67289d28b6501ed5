import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { LogRecordSink, SpanSink } from '@telewright/recorder';

/** Makes a processor of the official SDK of what takes spans. */
export function spanProcessor(sink: SpanSink): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd(span) {
      if (span.spanContext().traceFlags & 1) sink.add(span);
    },
    forceFlush: () => sink.forceFlush(),
    shutdown: () => sink.shutdown(),
  };
}

/** Makes a processor of the official SDK of what takes log records. */
export function logRecordProcessor(sink: LogRecordSink): LogRecordProcessor {
  return { onEmit: (record) => sink.add(record), forceFlush: () => sink.forceFlush(), shutdown: () => sink.shutdown() };
}
