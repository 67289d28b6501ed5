import { type Context, context, isSpanContextValid, type SpanContext, trace } from '@opentelemetry/api';
import type { TraceField } from './trace-fields.js';

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
  const labelValues = Object.values(labels);
  const keys = [...fields.map(({ key }) => key), ...labelKeys];
  const [bits, labelBits] = [bitsOf(keys), bitsOf(labelKeys)];
  const idBits = (1 << fields.length) - 1;
  const outside = labelKeys.length === 0 ? undefined : render(labelKeys, labelBits, labelValues, 0, undefined);
  let lastContext: SpanContext | undefined;
  let lastFields: SpanFields | undefined;
  return (active = context.active()) => {
    const spanContext = trace.getSpan(active)?.spanContext();
    if (spanContext === undefined) return outside;
    if (spanContext !== lastContext) {
      lastFields = isSpanContextValid(spanContext)
        ? render(keys, bits, [...fields.map(({ format }) => format(spanContext)), ...labelValues], idBits, spanContext)
        : outside;
      lastContext = spanContext;
    }
    return lastFields;
  };
}

function bitsOf(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map(keys.map((key, index) => [key, 1 << index]));
}

function render(
  keys: SpanFields['keys'],
  bits: SpanFields['bits'],
  values: SpanFields['values'],
  idBits: number,
  spanContext: SpanContext | undefined,
): SpanFields {
  const parts = keys.map((key, index) => `,${JSON.stringify(key)}:${JSON.stringify(values[index])}`);
  return { keys, bits, values, parts, text: parts.join(''), idBits, spanContext };
}
