import { type Context, context, INVALID_SPAN_CONTEXT, isSpanContextValid, type Span, type SpanContext, trace } from '@opentelemetry/api';
import type { TraceField } from './trace-fields.js';

/** A span of `@telewright/recorder` knows whether it made its ids itself. */
interface MarkedSpan extends Span {
  readonly hasValidIds?: boolean;
}

/** Values that are the same in every line, by name. */
export type LineLabels = Readonly<Record<string, string | number | boolean>>;

/** What is added to a line, a span's ids and the labels: the values by key, and the same as JSON text, each part with its leading comma. */
export interface SpanFields {
  readonly keys: readonly string[];
  /** A bit for each key. */
  readonly bits: ReadonlyMap<string, number>;
  readonly values: readonly (string | number | boolean)[];
  readonly parts: readonly string[];
  readonly text: string;
  /** The bits of the ids: none in labels alone. */
  readonly idBits: number;
  /** The span, a valid one; absent outside of any. */
  readonly spanContext: SpanContext | undefined;
}

/** Gives what is added to a line, by default now; outside of a valid span that is the labels, or `undefined` where there are none. */
export type ActiveSpanFields = (active?: Context) => SpanFields | undefined;

/**
 * Makes a reader of the active span that remembers the last one: lines come in runs from the same span, and an SDK hands out the
 * same `SpanContext` object for it. Only that object is kept, never the span.
 *
 * @param labels at most 24, as each key has a bit
 */
export function activeSpanFields(fields: readonly TraceField[], labels: LineLabels = {}): ActiveSpanFields {
  const labelKeys = Object.keys(labels);
  const labelBits = bitsOf(labelKeys);
  const outside = labelKeys.length === 0 ? undefined : new LabelFields(labelKeys, labelBits, labels);
  const shape = new Shape(fields, labels, outside);
  let lastContext: SpanContext | undefined;
  let lastFields: SpanFields | undefined;
  return (active = context.active()) => {
    const span: MarkedSpan | undefined = trace.getSpan(active);
    const spanContext = span?.spanContext();
    if (spanContext === undefined) return outside;
    if (spanContext !== lastContext) {
      lastFields = span?.hasValidIds === true || isSpanContextValid(spanContext) ? new IdFields(shape, spanContext) : outside;
      lastContext = spanContext;
    }
    return lastFields;
  };
}

function bitsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map(keys.map((key, index) => [key, 1 << index]));
}

function part(key: string, value: unknown): string {
  return `,${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

/** The labels alone, which are the same in every line. */
class LabelFields implements SpanFields {
  readonly values: SpanFields['values'];
  readonly parts: readonly string[];
  readonly text: string;
  readonly idBits = 0;
  readonly spanContext = undefined;

  constructor(
    readonly keys: readonly string[],
    readonly bits: ReadonlyMap<string, number>,
    labels: LineLabels,
  ) {
    this.values = Object.values(labels);
    this.parts = keys.map((key) => part(key, labels[key]));
    this.text = this.parts.join('');
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
  // The last value, and the text from before it to the end: flags, in most cases, which hardly ever change.
  #lastValue: unknown;
  #lastText = '';

  constructor(
    readonly fields: readonly TraceField[],
    readonly labels: LineLabels,
    labelFields: LabelFields | undefined,
  ) {
    this.keys = [...fields.map(({ key }) => key), ...Object.keys(labels)];
    this.bits = bitsOf(this.keys);
    this.idBits = (1 << fields.length) - 1;
    // A format gives values of one type.
    this.isQuoted = fields.map(({ format, isFree }) => isFree !== true && typeof format(INVALID_SPAN_CONTEXT) === 'string');
    const quote = (index: number): string => (this.isQuoted[index] === true ? '"' : '');
    this.heads = fields.map(({ key }, index) => `${quote(index - 1)},${JSON.stringify(key)}:${quote(index)}`);
    this.tail = quote(fields.length - 1) + (labelFields?.text ?? '');
  }

  /** Gives the text of a span's fields and the labels; by few additions, as each makes a pair of texts that somebody has to join. */
  textOf(spanContext: SpanContext): string {
    const { fields } = this;
    const last = fields.length - 1;
    if (last < 0) return this.tail;
    let text = '';
    for (let index = 0; index < last; index++) text += this.#partOf(index, (fields[index] as TraceField).format(spanContext));
    const value = (fields[last] as TraceField).format(spanContext);
    if (value !== this.#lastValue) {
      this.#lastText = this.#partOf(last, value) + this.tail;
      this.#lastValue = value;
    }
    return text + this.#lastText;
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

  /** Made anew each time: what uses it keeps it. */
  get text(): string {
    return this.shape.textOf(this.spanContext);
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
