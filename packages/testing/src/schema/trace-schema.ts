import { spanIdentifier, traceIdentifier } from '../message/identifier.js';
import { MessageType, message, messages, one } from '../message/message-type.js';
import { enumeration, fixed32, fixed64, uint32 } from '../message/number-scalars.js';
import { string } from '../message/scalar.js';
import { type KeyValueMessage, keyValue, type ResourceMessage, resource, type ScopeMessage, scope } from './common-schema.js';

// The messages of opentelemetry-proto's trace.proto and trace_service.proto.

export const SPAN_KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
export const STATUS_CODES = ['UNSET', 'OK', 'ERROR'] as const;

export interface SpanEventMessage {
  readonly timeUnixNano: bigint;
  readonly name: string;
  readonly attributes: readonly KeyValueMessage[];
  readonly droppedAttributesCount: number;
}

export interface SpanLinkMessage {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly KeyValueMessage[];
  readonly droppedAttributesCount: number;
  readonly flags: number;
}

export interface SpanStatusMessage {
  readonly message: string;
  readonly code: number;
}

export interface SpanMessage {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly parentSpanId: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: readonly KeyValueMessage[];
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEventMessage[];
  readonly droppedEventsCount: number;
  readonly links: readonly SpanLinkMessage[];
  readonly droppedLinksCount: number;
  readonly status: SpanStatusMessage | undefined;
}

interface ScopeSpansMessage {
  readonly scope: ScopeMessage | undefined;
  readonly spans: readonly SpanMessage[];
  readonly schemaUrl: string;
}

interface ResourceSpansMessage {
  readonly resource: ResourceMessage | undefined;
  readonly scopeSpans: readonly ScopeSpansMessage[];
  readonly schemaUrl: string;
}

export interface TracesRequestMessage {
  readonly resourceSpans: readonly ResourceSpansMessage[];
}

const spanEvent = new MessageType<SpanEventMessage>('Event', {
  timeUnixNano: one(1, fixed64),
  name: one(2, string),
  attributes: messages(3, () => keyValue),
  droppedAttributesCount: one(4, uint32),
});

const spanLink = new MessageType<SpanLinkMessage>('Link', {
  traceId: one(1, traceIdentifier),
  spanId: one(2, spanIdentifier),
  traceState: one(3, string),
  attributes: messages(4, () => keyValue),
  droppedAttributesCount: one(5, uint32),
  flags: one(6, fixed32),
});

const spanStatus = new MessageType<SpanStatusMessage>('Status', {
  message: one(2, string),
  code: one(3, enumeration('STATUS_CODE_', STATUS_CODES)),
});

const span = new MessageType<SpanMessage>('Span', {
  traceId: one(1, traceIdentifier),
  spanId: one(2, spanIdentifier),
  traceState: one(3, string),
  parentSpanId: one(4, spanIdentifier),
  flags: one(16, fixed32),
  name: one(5, string),
  kind: one(6, enumeration('SPAN_KIND_', SPAN_KINDS)),
  startTimeUnixNano: one(7, fixed64),
  endTimeUnixNano: one(8, fixed64),
  attributes: messages(9, () => keyValue),
  droppedAttributesCount: one(10, uint32),
  events: messages(11, () => spanEvent),
  droppedEventsCount: one(12, uint32),
  links: messages(13, () => spanLink),
  droppedLinksCount: one(14, uint32),
  status: message(15, () => spanStatus),
});

const scopeSpans = new MessageType<ScopeSpansMessage>('ScopeSpans', {
  scope: message(1, () => scope),
  spans: messages(2, () => span),
  schemaUrl: one(3, string),
});

const resourceSpans = new MessageType<ResourceSpansMessage>('ResourceSpans', {
  resource: message(1, () => resource),
  scopeSpans: messages(2, () => scopeSpans),
  schemaUrl: one(3, string),
});

export const tracesRequest: MessageType<TracesRequestMessage> = new MessageType<TracesRequestMessage>('ExportTraceServiceRequest', {
  resourceSpans: messages(1, () => resourceSpans),
});
