import { isSpanContextValid, ROOT_CONTEXT, type Span, type SpanContext, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeSpanFields, resolveTraceFields } from '../../src/index.js';

const read = activeSpanFields(resolveTraceFields(undefined));
const textIn = (spanContext: SpanContext): string | undefined => read(trace.setSpanContext(ROOT_CONTEXT, spanContext))?.textBefore('}\n');

describe('the ids of a span', () => {
  it('are written if they are valid, as the API says', () => {
    const digits = fc.constantFrom(...'0123456789abcdefABCDEF');
    const id = (length: number) =>
      fc.oneof(
        fc.string({ unit: digits, minLength: length, maxLength: length }),
        fc.string({ minLength: length, maxLength: length }),
        fc.string({ unit: digits, minLength: length - 1, maxLength: length + 1 }),
        fc.constantFrom('0'.repeat(length), '', `${'a'.repeat(length)}\n`, `${'a'.repeat(length - 1)}g`, `${'a'.repeat(length - 1)}"`),
      );
    fc.assert(
      fc.property(id(32), id(16), (traceId, spanId) => {
        const spanContext = { traceId, spanId, traceFlags: 1 };
        const text = isSpanContextValid(spanContext) ? `,"trace_id":"${traceId}","span_id":"${spanId}","trace_flags":"01"}\n` : undefined;
        expect(textIn(spanContext)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('are not read of a span that says that they are valid', () => {
    const spanContext = { traceId: 'trace', spanId: 'span', traceFlags: 0 };
    const span = Object.assign(trace.wrapSpanContext(spanContext), { hasValidIds: true }) as Span;
    expect(read(trace.setSpan(ROOT_CONTEXT, span))?.textBefore('}')).toBe(',"trace_id":"trace","span_id":"span","trace_flags":"00"}');
  });
});
