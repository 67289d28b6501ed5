import { diag, SpanStatusCode, trace } from '@opentelemetry/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordException } from '../src/record-exception.js';
import { withSpan } from '../src/with-span.js';
import { recordSpans } from './recorded-spans.js';

const spans = recordSpans();

function recorded(error: unknown) {
  const span = trace.getTracer('test').startSpan('work');
  recordException(span, error);
  span.end();
  const last = spans().at(-1);
  return { type: last?.attributes['error.type'], message: last?.status.message, events: last?.events.map(({ attributes }) => attributes) };
}

describe('recordException', () => {
  it('takes whatever can be thrown', () => {
    expect(recorded(new RangeError('too far'))).toMatchObject({
      type: 'RangeError',
      message: 'too far',
      events: [
        {
          'exception.type': 'RangeError',
          'exception.message': 'too far',
          'exception.stacktrace': expect.stringContaining('RangeError: too far\n'),
        },
      ],
    });
    expect(recorded('a text')).toEqual({ type: '_OTHER', message: 'a text', events: [{ 'exception.message': 'a text' }] });
    expect(recorded(undefined)).toEqual({ type: '_OTHER', message: 'undefined', events: [{ 'exception.message': 'undefined' }] });
    expect(recorded(null)).toEqual({ type: '_OTHER', message: 'null', events: [{ 'exception.message': 'null' }] });
    expect(recorded(Symbol('sign'))).toEqual({
      type: '_OTHER',
      message: 'Symbol(sign)',
      events: [{ 'exception.message': 'Symbol(sign)' }],
    });
    expect(recorded({ reason: 'none' })).toEqual({
      type: '_OTHER',
      message: '[object Object]',
      events: [{ 'exception.message': '[object Object]' }],
    });
    expect(recorded({ code: 'E_MINE', message: 42 })).toMatchObject({
      type: 'E_MINE',
      message: '42',
      events: [{ 'exception.type': 'E_MINE' }],
    });
  });

  it('tells an exception once, in the innermost span that it ended, and the failure in each', () => {
    const error = new Error('deep');
    const failing = () =>
      withSpan('outer', () =>
        withSpan('inner', () => {
          throw error;
        }),
      );
    expect(failing).toThrow(error);
    expect(spans().map(({ name, events, status }) => [name, events.length, status.code])).toEqual([
      ['inner', 1, SpanStatusCode.ERROR],
      ['outer', 0, SpanStatusCode.ERROR],
    ]);
  });

  it('tells the same error again in another trace', () => {
    const shared = new Error('shared');
    expect([recorded(shared).events?.length, recorded(shared).events?.length]).toEqual([1, 1]);
  });

  it('leaves an error to the next span when the innermost one is not recorded', () => {
    const error = new Error('mine');
    withSpan('outer', (outer) => {
      recordException(trace.wrapSpanContext({ ...outer.spanContext(), spanId: 'b7ad6b7169203331' }), error);
      recordException(outer, error);
    });
    expect(spans()[0]?.events).toHaveLength(1);
  });

  it('survives an error that can not be read', () => {
    const errors: unknown[] = [];
    diag.setLogger({ error: (text) => void errors.push(text), warn() {}, info() {}, debug() {}, verbose() {} });
    onTestFinished(() => diag.disable());
    const hostile = Object.defineProperty({}, 'code', {
      get() {
        throw new Error('keep out');
      },
    });
    recorded(hostile);
    expect(errors).toEqual(['@telewright/semconv: an exception could not be recorded']);
  });
});
