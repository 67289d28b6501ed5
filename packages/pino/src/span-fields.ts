import { isSpanContextValid, type SpanContext, trace } from '@opentelemetry/api';
import type { TraceField } from './trace-fields.js';

/** What one span adds to a line: the values by key, and the same as JSON text, each part with its leading comma. */
export interface SpanFields {
  readonly keys: readonly string[];
  readonly values: readonly (string | boolean)[];
  readonly parts: readonly string[];
  readonly text: string;
}

/** Gives the fields of the active span, or `undefined` where there is no valid one. */
export type ActiveSpanFields = () => SpanFields | undefined;

function renderSpanFields(fields: readonly TraceField[], keys: readonly string[], spanContext: SpanContext): SpanFields {
  const values = fields.map(({ format }) => format(spanContext));
  const parts = keys.map((key, index) => `,${JSON.stringify(key)}:${JSON.stringify(values[index])}`);
  return { keys, values, parts, text: parts.join('') };
}

/**
 * Makes a reader of the active span that remembers the last one: lines come in runs from the same span, and an SDK hands out the
 * same `SpanContext` object for it. Only that object is kept, never the span.
 */
export function activeSpanFields(fields: readonly TraceField[]): ActiveSpanFields {
  const keys = fields.map(({ key }) => key);
  let lastContext: SpanContext | undefined;
  let lastFields: SpanFields | undefined;
  return () => {
    const spanContext = trace.getActiveSpan()?.spanContext();
    if (spanContext === undefined) return undefined;
    if (spanContext !== lastContext) {
      lastFields = isSpanContextValid(spanContext) ? renderSpanFields(fields, keys, spanContext) : undefined;
      lastContext = spanContext;
    }
    return lastFields;
  };
}
