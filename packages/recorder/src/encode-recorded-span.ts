import {
  encodeSpan,
  type ProtoWriter,
  SPAN_ATTRIBUTES,
  SPAN_END_TIME,
  SPAN_START_TIME,
  type SpanData,
  type SpanParts,
  writeAttributeParts,
  writeAttributes,
} from '@telewright/otlp';
import { LeanSpan } from './lean-span.js';

/** What a lean span has not made into objects, or has in common with others. */
const leanParts: SpanParts<LeanSpan> = {
  writeTimes(writer, span) {
    writer.instant(SPAN_START_TIME, span.startSeconds, span.startNanos);
    writer.instant(SPAN_END_TIME, span.endSeconds, span.endNanos);
  },
  writeAttributes(writer, span) {
    if (span.joined !== undefined) writeAttributes(writer, SPAN_ATTRIBUTES, span.joined);
    else writeAttributeParts(writer, span.shared, span.own);
  },
};

/** Appends a span as `encodeSpan` of `@telewright/otlp` does; of one that was kept lean, its attributes may be in another order. */
export function encodeRecordedSpan(writer: ProtoWriter, span: SpanData): void {
  if (span instanceof LeanSpan) encodeSpan(writer, span, leanParts);
  else encodeSpan(writer, span);
}
