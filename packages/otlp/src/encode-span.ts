import { type AttributesData, writeAttributes } from './any-value.js';
import type { ResourceData, ScopeData } from './encode-envelope.js';
import { KnownKey } from './known-key.js';
import type { ProtoWriter } from './proto-writer.js';
import { type SpanContextData, spanFlags, type TimeData } from './span-context.js';
import { writeIds, writeSpanId } from './span-ids.js';
import { varintBytes } from './varint-bytes.js';

/** An event of a span; the SDK's `TimedEvent` is one. */
export interface SpanEventData {
  readonly time: TimeData;
  readonly name: string;
  readonly attributes?: AttributesData;
  readonly droppedAttributesCount?: number;
}

/** A link of a span; the API's `Link` is one. */
export interface SpanLinkData {
  readonly context: SpanContextData;
  readonly attributes?: AttributesData;
  readonly droppedAttributesCount?: number;
}

/** A finished span, without where it belongs. */
export interface SpanData {
  readonly name: string;
  /** As in the API: 0 internal, 1 server, 2 client, 3 producer, 4 consumer. */
  readonly kind: number;
  spanContext(): SpanContextData;
  readonly parentSpanContext?: SpanContextData;
  readonly startTime: TimeData;
  readonly endTime: TimeData;
  /** As in the API: code 0 unset, 1 ok, 2 error. */
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: AttributesData;
  readonly links: readonly SpanLinkData[];
  readonly events: readonly SpanEventData[];
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

/** What a span exporter is given; the SDK's `ReadableSpan` is one. */
export interface ReadableSpanData extends SpanData {
  readonly resource: ResourceData;
  readonly instrumentationScope: ScopeData;
}

/** How parts of a span are written that it keeps in a way of its own. */
export interface SpanParts<Span extends SpanData> {
  /** Writes start and end with their tags. */
  writeTimes(writer: ProtoWriter, span: Span): void;
  /** Writes the attributes with their tags. */
  writeAttributes(writer: ProtoWriter, span: Span): void;
}

const usualParts: SpanParts<SpanData> = {
  writeTimes: (writer, { startTime, endTime }) => {
    writer.time(SPAN_START_TIME, startTime);
    writer.time(SPAN_END_TIME, endTime);
  },
  writeAttributes: (writer, { attributes }) => writeAttributes(writer, SPAN_ATTRIBUTES, attributes),
};

/** The tag of a span's start. */
export const SPAN_START_TIME = 0x39;
/** The tag of a span's end. */
export const SPAN_END_TIME = 0x41;
/** The tag of each attribute of a span. */
export const SPAN_ATTRIBUTES = 0x4a;

const ITEM = 0x12;
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const TRACE_STATE = 0x1a;
const PARENT_SPAN_ID = 0x22;
const NAME = 0x2a;
const KIND = 0x30;
const DROPPED_ATTRIBUTES_COUNT = 0x50;
const EVENTS = 0x5a;
const DROPPED_EVENTS_COUNT = 0x60;
const LINKS = 0x6a;
const DROPPED_LINKS_COUNT = 0x70;
const STATUS = 0x7a;
const FLAGS = 0x85;

const STATUS_MESSAGE = 0x12;
const STATUS_CODE = 0x18;

const EVENT_TIME = 0x09;
const EVENT_NAME = 0x12;
const EVENT_ATTRIBUTES = 0x1a;
const EVENT_DROPPED_ATTRIBUTES_COUNT = 0x20;

const LINK_ATTRIBUTES = 0x22;
const LINK_DROPPED_ATTRIBUTES_COUNT = 0x28;
const LINK_FLAGS = 0x35;

const names = new KnownKey();

/** A span is nearly always between 128 and 16,383 bytes long, so that its length takes two. */
const LENGTH_BYTES = 2;

/**
 * Appends one span as an item: its tag and length as an entry of `ScopeSpans.spans`, and its bytes. Items of one scope, one after
 * the other, are what {@link assembleRequest} takes.
 *
 * @param parts writes what the span keeps in a way of its own; by default nothing
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/opentelemetry/proto/trace/v1/trace.proto
 */
export function encodeSpan<Span extends SpanData>(writer: ProtoWriter, span: Span, parts: SpanParts<Span> = usualParts): void {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  const mark = writer.open(ITEM, LENGTH_BYTES);
  writeIds(writer, TRACE_ID, SPAN_ID, context);
  if (context.traceState) writeTraceState(writer, context.traceState);
  if (parent) writeSpanId(writer, PARENT_SPAN_ID, parent);
  writer.recurringString(NAME, span.name, names);
  writer.uint(KIND, span.kind + 1);
  parts.writeTimes(writer, span);
  parts.writeAttributes(writer, span);
  writeCount(writer, DROPPED_ATTRIBUTES_COUNT, span.droppedAttributesCount);
  if (span.events.length > 0) for (const event of span.events) writeEvent(writer, event);
  writeCount(writer, DROPPED_EVENTS_COUNT, span.droppedEventsCount);
  if (span.links.length > 0) for (const link of span.links) writeLink(writer, link);
  writeCount(writer, DROPPED_LINKS_COUNT, span.droppedLinksCount);
  writeStatus(writer, span.status);
  writer.fixed32(FLAGS, spanFlags(context.traceFlags, parent?.isRemote));
  writer.close(mark, LENGTH_BYTES);
}

function writeStatus(writer: ProtoWriter, status: SpanData['status']): void {
  const { code, message } = status;
  if (code === 0 && !message) return;
  const lengthBytes = varintBytes((message?.length ?? 0) + 4);
  const mark = writer.open(STATUS, lengthBytes);
  if (message) writer.string(STATUS_MESSAGE, message);
  writeCount(writer, STATUS_CODE, code);
  writer.close(mark, lengthBytes);
}

function writeEvent(writer: ProtoWriter, event: SpanEventData): void {
  const lengthBytes = event.attributes ? LENGTH_BYTES : 1;
  const mark = writer.open(EVENTS, lengthBytes);
  writer.time(EVENT_TIME, event.time);
  writer.string(EVENT_NAME, event.name);
  if (event.attributes) writeAttributes(writer, EVENT_ATTRIBUTES, event.attributes);
  writeCount(writer, EVENT_DROPPED_ATTRIBUTES_COUNT, event.droppedAttributesCount);
  writer.close(mark, lengthBytes);
}

function writeLink(writer: ProtoWriter, link: SpanLinkData): void {
  const { context } = link;
  const mark = writer.open(LINKS, 1);
  writeIds(writer, TRACE_ID, SPAN_ID, context);
  if (context.traceState) writeTraceState(writer, context.traceState);
  if (link.attributes) writeAttributes(writer, LINK_ATTRIBUTES, link.attributes);
  writeCount(writer, LINK_DROPPED_ATTRIBUTES_COUNT, link.droppedAttributesCount);
  writer.fixed32(LINK_FLAGS, spanFlags(context.traceFlags, context.isRemote));
  writer.close(mark, 1);
}

function writeTraceState(writer: ProtoWriter, traceState: { serialize(): string }): void {
  const text = traceState.serialize();
  if (text) writer.string(TRACE_STATE, text);
}

function writeCount(writer: ProtoWriter, tag: number, count: number | undefined): void {
  if (count) writer.uint(tag, count);
}
