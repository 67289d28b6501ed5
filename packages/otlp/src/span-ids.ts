import type { ProtoWriter } from './proto-writer.js';
import type { SpanContextData } from './span-context.js';

/** So many spans are known at once, those that are open at the same time; each takes the place of another one. */
const SLOTS = 128;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const SPAN_AT = TRACE_ID_BYTES + 4;
const BYTES = SPAN_AT + SPAN_ID_BYTES;

// A span's ids are written for the span, its lines and its children, and to read them from text costs as much as all the rest of a record.
// They are found by the object of the context: to compare two texts that are parts of longer ones, as ids are, is a call into V8. Only those
// are known that a recorder of ours has made, since what others hand over they may change.
const contexts: (SpanContextData | undefined)[] = new Array(SLOTS).fill(undefined);
/** Whether the bytes of a context are there; those of a trace that another process began are read when they are first needed. */
const isRead: boolean[] = new Array(SLOTS).fill(false);
/** Whether the span has ended. */
const hasEnded: boolean[] = new Array(SLOTS).fill(false);
/** The places of the spans that ended last. Lines about a request are often written when it has ended; later on its ids are rarely needed. */
const ended = new Uint8Array(8);
let nextEnded = 0;
/** What {@link writeIds} writes, but for the tags. */
const fields = Array.from({ length: SLOTS }, () => new Uint8Array(BYTES));
for (const field of fields) {
  field[1] = TRACE_ID_BYTES;
  field[SPAN_AT - 1] = SPAN_ID_BYTES;
}

/**
 * Takes note of the ids of a span that was just made, as the bytes that its text was made of.
 *
 * @param parent what has the trace's id, where it was not made with the span's
 * @param end where the last id ends in `bytes`: the span's alone, or the trace's right behind it
 */
export function rememberIds(context: SpanContextData, parent: SpanContextData | undefined, bytes: Uint8Array, end: number): void {
  const slot = slotOf(context);
  hasEnded[slot] = false;
  const to = fields[slot] as Uint8Array;
  if (parent === undefined) {
    // For each root span, and so not by a function that has seen other kinds of arrays.
    const traceAt = end - TRACE_ID_BYTES;
    const spanAt = traceAt - SPAN_ID_BYTES;
    for (let index = 0; index < TRACE_ID_BYTES; index++) to[2 + index] = bytes[traceAt + index] as number;
    for (let index = 0; index < SPAN_ID_BYTES; index++) to[SPAN_AT + index] = bytes[spanAt + index] as number;
  } else {
    const parentSlot = slotOf(parent);
    isRead[slot] = isRead[parentSlot] === true && contexts[parentSlot] === parent;
    contexts[slot] = context;
    if (!isRead[slot]) return;
    copy(fields[parentSlot] as Uint8Array, 2, to, 2, TRACE_ID_BYTES);
    copy(bytes, end - SPAN_ID_BYTES, to, SPAN_AT, SPAN_ID_BYTES);
    return;
  }
  isRead[slot] = true;
  contexts[slot] = context;
}

/**
 * Lets go of the context of a span that has ended, once eight others have. All that is known here outlives each collection of garbage, and
 * V8 enlarges its heap by what does.
 */
export function forgetIds(context: SpanContextData): void {
  const slot = slotOf(context);
  if (contexts[slot] !== context) return;
  hasEnded[slot] = true;
  const earlier = ended[nextEnded] as number;
  if (hasEnded[earlier] === true) contexts[earlier] = undefined;
  ended[nextEnded] = slot;
  nextEnded = (nextEnded + 1) % ended.length;
}

/** Writes the ids of a trace and of a span as two fields, and leaves out an id that is none. The tags must be below 128. */
export function writeIds(writer: ProtoWriter, traceTag: number, spanTag: number, context: SpanContextData): void {
  const slot = slotOf(context);
  const { position } = writer;
  const buffer = writer.claim(BYTES);
  const isKnown = contexts[slot] === context;
  if (isKnown && isRead[slot]) {
    buffer.set(fields[slot] as Uint8Array, position);
    buffer[position] = traceTag;
    buffer[position + SPAN_AT - 2] = spanTag;
    writer.position = position + BYTES;
    return;
  }
  writer.hex(traceTag, context.traceId, TRACE_ID_BYTES);
  writer.hex(spanTag, context.spanId, SPAN_ID_BYTES);
  if (!isKnown || writer.position !== position + BYTES) return;
  copy(buffer, position, fields[slot] as Uint8Array, 0, BYTES);
  isRead[slot] = true;
}

/** Writes the id of a span alone. */
export function writeSpanId(writer: ProtoWriter, tag: number, context: SpanContextData): void {
  const slot = slotOf(context);
  if (contexts[slot] !== context || !isRead[slot]) {
    writer.hex(tag, context.spanId, SPAN_ID_BYTES);
    return;
  }
  const { position } = writer;
  const buffer = writer.claim(SPAN_ID_BYTES + 2);
  buffer[position] = tag;
  copy(fields[slot] as Uint8Array, SPAN_AT - 1, buffer, position + 1, SPAN_ID_BYTES + 1);
  writer.position = position + SPAN_ID_BYTES + 2;
}

function slotOf({ spanId }: SpanContextData): number {
  return (spanId.charCodeAt(14) * 11 + spanId.charCodeAt(15)) & (SLOTS - 1);
}

function copy(from: Uint8Array, start: number, to: Uint8Array, position: number, length: number): void {
  for (let index = 0; index < length; index++) to[position + index] = from[start + index] as number;
}
