import { ROOT_CONTEXT, type Span, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { diagnostics, only, recorders } from './recorders.js';

const told = diagnostics();
const { UNSET, OK, ERROR } = SpanStatusCode;

describe.each(recorders)('$name', ({ record }) => {
  const ended = (change: (span: Span) => unknown) => {
    const { tracer, spans } = record();
    const span = tracer.startSpan('one', {}, ROOT_CONTEXT);
    change(span);
    span.end();
    return only(spans);
  };

  test.each([
    ['is unset by default', [], { code: UNSET }],
    ['keeps the message of an error', [{ code: ERROR, message: 'broken' }], { code: ERROR, message: 'broken' }],
    ['has no message but of an error', [{ code: OK, message: 'fine' }], { code: OK }],
    ['takes no message that is no text', [{ code: ERROR, message: 5 }], { code: ERROR }],
    ['can change from one error to another', [{ code: ERROR, message: 'a' }, { code: ERROR }], { code: ERROR }],
    ['can become ok after an error', [{ code: ERROR, message: 'a' }, { code: OK }], { code: OK }],
    ['stays ok', [{ code: OK }, { code: ERROR, message: 'late' }], { code: OK }],
    ['can not be unset again', [{ code: ERROR }, { code: UNSET }], { code: ERROR }],
  ])('a status %s', (_, statuses, expected) => {
    expect(ended((span) => statuses.forEach((status) => void span.setStatus(status as never))).status).toEqual(expected);
  });

  test.each([
    ['an error', Object.assign(new TypeError('bad'), { stack: 'at x' }), { type: 'TypeError', message: 'bad', stacktrace: 'at x' }],
    ['an error with a code', { code: 404, name: 'E', message: 'bad', stack: 'at x' }, { type: '404', message: 'bad', stacktrace: 'at x' }],
    ['text', 'just text', { message: 'just text' }],
    ['a message alone', { message: 'm' }, { message: 'm' }],
    ['a name alone', { name: 'n' }, { type: 'n' }],
  ])('records %s as an exception', (_, exception, expected) => {
    const { events } = ended((span) => span.recordException(exception, [1, 2]));
    const attributes = Object.fromEntries(Object.entries(expected).map(([key, value]) => [`exception.${key}`, value]));
    expect(events).toEqual([{ name: 'exception', time: [1, 2], attributes, droppedAttributesCount: 0 }]);
    expect(told).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a blank text', ''],
    ['a number', 5],
    ['an empty object', {}],
    ['a stack alone', { stack: 'at x' }],
  ])('warns of %s instead of recording it', (_, exception) => {
    expect(ended((span) => span.recordException(exception as never)).events).toEqual([]);
    expect(told.map(({ level }) => level)).toEqual(['warn']);
  });

  test('an exception changes no status', () => {
    expect(ended((span) => span.recordException('a')).status).toEqual({ code: UNSET });
  });
});
