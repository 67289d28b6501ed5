import { writeAttributes } from './any-value.js';
import type { SpanContextData, SpanData } from './items.js';
import type { Writer } from './writer.js';

/** Flag bits of a span: the parent's remoteness is known, and the parent is remote. */
const hasIsRemote = 0x100;
const isRemote = 0x200;

/** Writes the fields of a `Span` message. */
export function writeSpan(writer: Writer, span: SpanData): void {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  writer.id(1, context.traceId);
  writer.id(2, context.spanId);
  writeTraceState(writer, 3, context);
  if (parent) writer.id(4, parent.spanId);
  writer.text(5, span.name);
  // OTLP counts kinds from 1, the API from 0.
  writer.uint32(6, span.kind + 1);
  writer.time(7, span.startTime);
  writer.time(8, span.endTime);
  writeAttributes(writer, 9, span.attributes);
  if (span.droppedAttributesCount > 0) writer.uint32(10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(writer, event);
  if (span.droppedEventsCount > 0) writer.uint32(12, span.droppedEventsCount);
  for (const link of span.links) writeLink(writer, link);
  if (span.droppedLinksCount > 0) writer.uint32(14, span.droppedLinksCount);
  writeStatus(writer, span.status);
  writer.fixed32(16, flags(context, parent));
}

function writeEvent(writer: Writer, event: SpanData['events'][number]): void {
  const at = writer.open(11);
  writer.time(1, event.time);
  writer.text(2, event.name);
  if (event.attributes) writeAttributes(writer, 3, event.attributes);
  if (event.droppedAttributesCount) writer.uint32(4, event.droppedAttributesCount);
  writer.close(at);
}

function writeLink(writer: Writer, { context, attributes, droppedAttributesCount }: SpanData['links'][number]): void {
  const at = writer.open(13);
  writer.id(1, context.traceId);
  writer.id(2, context.spanId);
  writeTraceState(writer, 3, context);
  if (attributes) writeAttributes(writer, 4, attributes);
  if (droppedAttributesCount) writer.uint32(5, droppedAttributesCount);
  writer.fixed32(6, flags(context, context));
  writer.close(at);
}

function writeStatus(writer: Writer, { code, message }: SpanData['status']): void {
  if (code === 0) return;
  const at = writer.open(15);
  if (message) writer.text(2, message);
  writer.uint32(3, code);
  writer.close(at);
}

function writeTraceState(writer: Writer, field: number, { traceState }: SpanContextData): void {
  const text = traceState?.serialize();
  if (text) writer.text(field, text);
}

/** The W3C trace flags in the low byte, and whether the parent (or, of a link, the linked span) is remote. */
function flags(context: SpanContextData, parent: SpanContextData | undefined): number {
  return (context.traceFlags & 0xff) | hasIsRemote | (parent?.isRemote ? isRemote : 0);
}
