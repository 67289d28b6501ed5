import { encodeSpan, type ReadableSpanData } from './encode-span.js';
import { type Exporter, type ExporterOptions, ItemExporter } from './exporter.js';
import type { ItemCodec } from './item-buffer.js';

/** Exports finished spans; an OpenTelemetry SDK's `SpanExporter`. */
export type TraceExporter = Exporter<readonly ReadableSpanData[]>;

/** How spans are put into requests. */
export const spanCodec: ItemCodec<ReadableSpanData> = {
  resource: (span) => span.resource,
  scope: (span) => span.instrumentationScope,
  encode: encodeSpan,
  count: () => 1,
};

/**
 * Makes a span exporter for the OpenTelemetry SDK 3 that sends OTLP by http/protobuf.
 *
 * @throws TypeError if the URL is not a valid one of `http:` or `https:`
 */
export function createTraceExporter(options: ExporterOptions): TraceExporter {
  return new ItemExporter({ ...options, signal: 'traces' }, spanCodec);
}
