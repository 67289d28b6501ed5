import { attributesAt } from './any-value.js';
import type { ReceivedItem, ReceivedSpan } from './received.js';
import { itemsOf } from './scopes.js';
import { bigintAt, enumAt, idAt, listAt, numberAt, type OtlpPayload, objectAt, textAt, type Wire } from './wire.js';

const kinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const codes = ['UNSET', 'OK', 'ERROR'] as const;

/** Makes the spans of a request flat. */
export function spansOf(payload: OtlpPayload): ReceivedSpan[] {
  return itemsOf(payload, 'resourceSpans', 'scopeSpans', 'spans', span);
}

function span(wire: Wire, origin: ReceivedItem): ReceivedSpan {
  const status = objectAt(wire, 'status');
  return {
    traceId: idAt(wire, 'traceId') ?? '',
    spanId: idAt(wire, 'spanId') ?? '',
    parentSpanId: idAt(wire, 'parentSpanId'),
    traceState: textAt(wire, 'traceState'),
    flags: numberAt(wire, 'flags'),
    name: textAt(wire, 'name') ?? '',
    kind: enumAt(wire, 'kind', 'SPAN_KIND_', kinds),
    startTimeUnixNano: bigintAt(wire, 'startTimeUnixNano'),
    endTimeUnixNano: bigintAt(wire, 'endTimeUnixNano'),
    attributes: attributesAt(wire, 'attributes'),
    droppedAttributesCount: numberAt(wire, 'droppedAttributesCount'),
    events: listAt(wire, 'events').map((event) => ({
      name: textAt(event, 'name') ?? '',
      timeUnixNano: bigintAt(event, 'timeUnixNano'),
      attributes: attributesAt(event, 'attributes'),
      droppedAttributesCount: numberAt(event, 'droppedAttributesCount'),
    })),
    droppedEventsCount: numberAt(wire, 'droppedEventsCount'),
    links: listAt(wire, 'links').map((link) => ({
      traceId: idAt(link, 'traceId') ?? '',
      spanId: idAt(link, 'spanId') ?? '',
      traceState: textAt(link, 'traceState'),
      attributes: attributesAt(link, 'attributes'),
      droppedAttributesCount: numberAt(link, 'droppedAttributesCount'),
      flags: numberAt(link, 'flags'),
    })),
    droppedLinksCount: numberAt(wire, 'droppedLinksCount'),
    status: { code: enumAt(status, 'code', 'STATUS_CODE_', codes), message: textAt(status, 'message') },
    ...origin,
  };
}
