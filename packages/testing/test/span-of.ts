import { decodeTraces, type ReceivedSpan } from '@telewright/testing';
import { TRACE_ID, toProtobuf } from './payloads.js';

/** Makes a span from the letter of its id, that of its parent, its start, and other fields. */
export function spanOf(id: string, parent: string | undefined, start: number, fields: object = {}): ReceivedSpan {
  const span = {
    traceId: TRACE_ID,
    spanId: id.repeat(16),
    ...(parent !== undefined && { parentSpanId: parent.repeat(16) }),
    name: id,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 2_500_000),
    ...fields,
  };
  return decodeTraces(toProtobuf('Trace', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }))[0] as ReceivedSpan;
}
