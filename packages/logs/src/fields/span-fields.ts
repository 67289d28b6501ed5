import { type Context, context, INVALID_SPAN_CONTEXT, isSpanContextValid, type Span, type SpanContext, trace } from '@opentelemetry/api';
import type { TraceField } from './trace-fields.js';

/** A span of `@telewright/recorder` knows whether it made its ids itself. */
interface MarkedSpan extends Span {
  readonly hasValidIds?: boolean;
}

/** Values that are the same in every line, by name. */
export type LineLabels = Readonly<Record<string, string | number | boolean>>;

/** What is added to a line, a span's ids and the labels: the values by key, and the same as parts of JSON, each with its leading comma. */
export interface SpanFields {
  readonly keys: readonly string[];
  /** A bit for each key. */
  readonly bits: ReadonlyMap<string, number>;
  readonly values: readonly (string | number | boolean)[];
  readonly parts: readonly string[];
  /** Gives all parts as one text, and `end` behind it. Made anew each time: what uses it keeps it. */
  textBefore(end: string): string;
  /** The bits of the ids: none in labels alone. */
  readonly idBits: number;
  /** The span, a valid one; absent outside of any. */
  readonly spanContext: SpanContext | undefined;
}

/** Gives what is added to a line, by default now; outside of a valid span that is the labels, or `undefined` where there are none. */
export type ActiveSpanFields = (active?: Context) => SpanFields | undefined;

/**
 * Makes a reader of the active span. It remembers the last one whose ids it had to check: lines come in runs from the same span, and an SDK
 * hands out the same `SpanContext` object for it. Only that object is kept, never the span.
 *
 * @param labels at most 24, as each key has a bit
 */
export function activeSpanFields(fields: readonly TraceField[], labels: LineLabels = {}): ActiveSpanFields {
  const labelKeys = Object.keys(labels);
  const labelBits = new KeyBits(labelKeys);
  const outside = labelKeys.length === 0 ? undefined : new LabelFields(labelKeys, labelBits, labels);
  const shape = new Shape(fields, labels, outside);
  let lastContext: SpanContext | undefined;
  let lastFields: SpanFields | undefined;
  return (active = context.active()) => {
    const span: MarkedSpan | undefined = trace.getSpan(active);
    const spanContext = span?.spanContext();
    if (spanContext === undefined) return outside;
    if (span?.hasValidIds === true) return new IdFields(shape, spanContext);
    if (spanContext !== lastContext) {
      lastFields = isSpanContextValid(spanContext) ? new IdFields(shape, spanContext) : outside;
      lastContext = spanContext;
    }
    return lastFields;
  };
}

/** A bit for each key. Of most others their length tells that they have none, which is quicker than a search. */
class KeyBits extends Map<string, number> {
  readonly #lengths: number;

  constructor(keys: readonly string[]) {
    super(keys.map((key, index) => [key, 1 << index]));
    this.#lengths = keys.reduce((lengths, { length }) => lengths | (1 << length), 0);
  }

  override get(key: string): number | undefined {
    return (this.#lengths & (1 << key.length)) === 0 ? undefined : super.get(key);
  }
}

function part(key: string, value: unknown): string {
  return `,${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

/** Has V8 join a part of JSON that was put together, as it does when a character is read; otherwise each line does that anew. */
export function inOnePiece(json: string): string {
  // What is read has to matter, or V8 leaves the reading out: no JSON begins with a NUL.
  return json.charCodeAt(0) === 0 ? '' : json;
}

/** The labels alone, which are the same in every line. */
class LabelFields implements SpanFields {
  readonly values: SpanFields['values'];
  readonly parts: readonly string[];
  readonly idBits = 0;
  readonly spanContext = undefined;

  constructor(
    readonly keys: readonly string[],
    readonly bits: ReadonlyMap<string, number>,
    labels: LineLabels,
  ) {
    this.values = Object.values(labels);
    this.parts = keys.map((key) => part(key, labels[key]));
  }

  textBefore(end: string): string {
    return this.parts.join('') + end;
  }
}

/** What the fields of all spans have in common. */
class Shape {
  readonly keys: readonly string[];
  readonly bits: ReadonlyMap<string, number>;
  readonly idBits: number;
  /** Which values are put between quotes as they are. */
  readonly isQuoted: readonly boolean[];
  /** What is before each value: the quote after the one before it, the key, and its own quote. */
  readonly heads: readonly string[];
  /** What is after the last value. */
  readonly tail: string;
  // The last value and what was to be behind it, and the text from before it to the end: flags, in most cases, which hardly ever change.
  #lastValue: unknown;
  #lastEnd = '';
  #lastText = '';

  constructor(
    readonly fields: readonly TraceField[],
    readonly labels: LineLabels,
    labelFields: LabelFields | undefined,
  ) {
    this.keys = [...fields.map(({ key }) => key), ...Object.keys(labels)];
    this.bits = new KeyBits(this.keys);
    this.idBits = (1 << fields.length) - 1;
    // A format gives values of one type.
    this.isQuoted = fields.map(({ format, isFree }) => isFree !== true && typeof format(INVALID_SPAN_CONTEXT) === 'string');
    const quote = (index: number): string => (this.isQuoted[index] === true ? '"' : '');
    this.heads = fields.map(({ key }, index) => inOnePiece(`${quote(index - 1)},${JSON.stringify(key)}:${quote(index)}`));
    this.tail = labelFields?.textBefore('') ?? '';
    if (fields.length > 0) this.tail = quote(fields.length - 1) + this.tail;
  }

  /** Gives the text of a span's fields and the labels; by few additions, as each makes a pair of texts that somebody has to join. */
  textOf(spanContext: SpanContext, end: string): string {
    const { fields } = this;
    const last = fields.length - 1;
    if (last < 0) return this.tail + end;
    const value = (fields[last] as TraceField).format(spanContext);
    if (value !== this.#lastValue || end !== this.#lastEnd) {
      this.#lastText = inOnePiece(this.#partOf(last, value) + this.tail + end);
      this.#lastValue = value;
      this.#lastEnd = end;
    }
    let text = this.#lastText;
    for (let index = last - 1; index >= 0; index--) text = this.#partOf(index, (fields[index] as TraceField).format(spanContext)) + text;
    return text;
  }

  #partOf(index: number, value: unknown): string {
    return (this.heads[index] as string) + (this.isQuoted[index] === true ? (value as string) : JSON.stringify(value));
  }
}

/** The ids of a span and the labels. Each request has another span, so that no more is made of it than its lines need. */
class IdFields implements SpanFields {
  constructor(
    private readonly shape: Shape,
    readonly spanContext: SpanContext,
  ) {}

  textBefore(end: string): string {
    return this.shape.textOf(this.spanContext, end);
  }

  get keys(): readonly string[] {
    return this.shape.keys;
  }

  get bits(): ReadonlyMap<string, number> {
    return this.shape.bits;
  }

  get idBits(): number {
    return this.shape.idBits;
  }

  get values(): SpanFields['values'] {
    return [...this.shape.fields.map(({ format }) => format(this.spanContext)), ...Object.values(this.shape.labels)];
  }

  get parts(): readonly string[] {
    const { values } = this;
    return this.keys.map((key, index) => part(key, values[index]));
  }
}
