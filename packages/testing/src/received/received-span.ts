import { SPAN_KINDS, type SpanLinkMessage, type SpanMessage, STATUS_CODES, type TracesRequestMessage } from '../schema/trace-schema.js';
import { type Attributes, toAttributes } from './any-value.js';
import { type ReceivedOrigin, toOrigin, toResource } from './received-origin.js';

/** A moment within a span. */
export interface ReceivedSpanEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** A reference from a span to another one. */
export interface ReceivedSpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState?: string;
  /** The trace flags in bits 0 to 7; bit 8 says whether bit 9, "the linked context is remote", is known. */
  readonly flags: number;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/**
 * A span as it arrived. Ids are lowercase hex, times nanoseconds since the epoch.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export interface ReceivedSpan extends ReceivedOrigin {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent on a root span. */
  readonly parentSpanId?: string;
  readonly traceState?: string;
  /** The trace flags in bits 0 to 7; bit 8 says whether bit 9, "the parent is remote", is known. */
  readonly flags: number;
  readonly name: string;
  readonly kind: (typeof SPAN_KINDS)[number];
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly ReceivedSpanEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly ReceivedSpanLink[];
  readonly droppedLinksCount: number;
  readonly status: { readonly code: (typeof STATUS_CODES)[number]; readonly message?: string };
}

/** Lists the spans of a request in the order in which they stand in it. */
export function toSpans(request: TracesRequestMessage): ReceivedSpan[] {
  return request.resourceSpans.flatMap((group) => {
    const resource = toResource(group.resource, group.schemaUrl);
    return group.scopeSpans.flatMap(({ scope, spans, schemaUrl }) => {
      const origin = toOrigin(resource, scope, schemaUrl);
      return spans.map((span) => toSpan(span, origin));
    });
  });
}

function toSpan(span: SpanMessage, origin: ReceivedOrigin): ReceivedSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId !== '' && { parentSpanId: span.parentSpanId }),
    ...(span.traceState !== '' && { traceState: span.traceState }),
    flags: span.flags,
    name: span.name,
    kind: SPAN_KINDS[span.kind] ?? 'UNSPECIFIED',
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    attributes: toAttributes(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map((event) => ({ ...event, attributes: toAttributes(event.attributes) })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(toLink),
    droppedLinksCount: span.droppedLinksCount,
    status: {
      code: STATUS_CODES[span.status?.code ?? 0] ?? 'UNSET',
      ...(span.status !== undefined && span.status.message !== '' && { message: span.status.message }),
    },
    ...origin,
  };
}

function toLink({ traceState, ...link }: SpanLinkMessage): ReceivedSpanLink {
  return { ...link, ...(traceState !== '' && { traceState }), attributes: toAttributes(link.attributes) };
}
