import { encodeSpan, type ProtoWriter, SPAN_END_TIME, SPAN_START_TIME, type SpanData } from '@telewright/otlp';
import { LeanSpan } from './lean-span.js';

/** Appends a span as `encodeSpan` of `@telewright/otlp` does, one that was kept lean without making its times into objects first. */
export function encodeRecordedSpan(writer: ProtoWriter, span: SpanData): void {
  if (span instanceof LeanSpan) encodeSpan(writer, span, writeTimes);
  else encodeSpan(writer, span);
}

function writeTimes(writer: ProtoWriter, span: LeanSpan): void {
  writer.tag(SPAN_START_TIME);
  writer.instant(span.startSeconds, span.startNanos);
  writer.tag(SPAN_END_TIME);
  writer.instant(span.endSeconds, span.endNanos);
}
