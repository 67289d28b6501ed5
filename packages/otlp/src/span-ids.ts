import type { ProtoWriter } from './proto-writer.js';
import type { SpanContextData } from './span-context.js';

/** So many spans are known at once, those that are open at the same time; each takes the place of another one. */
const SLOTS = 256;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const TRACE_ID_WORDS = 4;
const SPAN_ID_WORDS = 2;
const WORDS = TRACE_ID_WORDS + SPAN_ID_WORDS;

// A span's ids are written for the span, its lines and its children, and to read them from text costs as much as all the rest of a record.
// They are found by the object of the context: to compare two texts that are parts of longer ones, as ids are, is a call into V8. Only those
// are known that a recorder of ours has made, since what others hand over they may change.
const contexts: (SpanContextData | undefined)[] = new Array(SLOTS).fill(undefined);
/** Whether the bytes of a context are there; those of a trace that another process began are read when they are first needed. */
const isRead: boolean[] = new Array(SLOTS).fill(false);
/** Whether the span has ended. */
const hasEnded: boolean[] = new Array(SLOTS).fill(false);
/**
 * The places of the spans that ended last. A span is encoded when up to 15 others have ended, and lines about a request are often written when
 * it has ended; later on its ids are rarely needed.
 */
const ended = new Uint8Array(24);
let nextEnded = 0;
/** The ids themselves, as their bytes are in memory: the trace's, then the span's. */
const ids = new Int32Array(SLOTS * WORDS);

/**
 * Takes note of the ids of a span that was just made, as the words that its text was made of.
 *
 * @param parent what has the trace's id, where it was not made with the span's
 * @param end where the last id ends in `words`: the span's alone, or the trace's right behind it
 */
export function rememberIds(context: SpanContextData, parent: SpanContextData | undefined, words: Int32Array, end: number): void {
  const slot = slotOf(context);
  const at = slot * WORDS;
  let from = end - SPAN_ID_WORDS;
  if (parent === undefined) {
    from -= TRACE_ID_WORDS;
    copy(words, end - TRACE_ID_WORDS, at, TRACE_ID_WORDS);
    isRead[slot] = true;
  } else {
    const parentSlot = slotOf(parent);
    isRead[slot] = isRead[parentSlot] === true && contexts[parentSlot] === parent;
    copy(ids, parentSlot * WORDS, at, TRACE_ID_WORDS);
  }
  copy(words, from, at + TRACE_ID_WORDS, SPAN_ID_WORDS);
  hasEnded[slot] = false;
  contexts[slot] = context;
}

/**
 * Lets go of the context of a span that has ended, once 24 others have. All that is known here outlives each collection of garbage, and
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
  const at = slot * WORDS;
  const isKnown = contexts[slot] === context;
  if (isKnown && isRead[slot]) {
    writer.words(traceTag, ids, at, TRACE_ID_WORDS);
    writer.words(spanTag, ids, at + TRACE_ID_WORDS, SPAN_ID_WORDS);
    return;
  }
  const { position } = writer;
  writer.hex(traceTag, context.traceId, TRACE_ID_BYTES);
  const spanAt = writer.position;
  writer.hex(spanTag, context.spanId, SPAN_ID_BYTES);
  if (!isKnown || spanAt === position || writer.position === spanAt) return;
  writer.readWords(position + 2, ids, at, TRACE_ID_WORDS);
  writer.readWords(spanAt + 2, ids, at + TRACE_ID_WORDS, SPAN_ID_WORDS);
  isRead[slot] = true;
}

/** Writes the id of a span alone. */
export function writeSpanId(writer: ProtoWriter, tag: number, context: SpanContextData): void {
  const slot = slotOf(context);
  if (contexts[slot] === context && isRead[slot]) writer.words(tag, ids, slot * WORDS + TRACE_ID_WORDS, SPAN_ID_WORDS);
  else writer.hex(tag, context.spanId, SPAN_ID_BYTES);
}

/** Gives the place that the last two digits of an id say. */
function slotOf({ spanId }: SpanContextData): number {
  return ((digit(spanId.charCodeAt(14)) << 4) + digit(spanId.charCodeAt(15))) & (SLOTS - 1);
}

function digit(character: number): number {
  return (character & 15) + 9 * (character >> 6);
}

function copy(from: Int32Array, start: number, at: number, count: number): void {
  for (let index = 0; index < count; index++) ids[at + index] = from[start + index] as number;
}
