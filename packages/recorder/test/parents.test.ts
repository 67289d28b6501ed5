import {
  context,
  createTraceState,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { describe, expect, test } from 'vitest';
import { only, recorders, resource, withContextManager } from './recorders.js';

withContextManager();
const remote = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true };

describe.each(recorders)('$name', ({ record }) => {
  test('a span without a parent begins a trace, with ids of its own', () => {
    const { tracer, spans } = record();
    const [one, other] = [tracer.startSpan('one'), tracer.startSpan('other')];
    expect(isSpanContextValid(one.spanContext())).toBe(true);
    expect(one.spanContext().traceId).not.toBe(other.spanContext().traceId);
    expect(one.spanContext().spanId).not.toBe(other.spanContext().spanId);
    one.end();
    expect(only(spans).parentSpanContext).toBeUndefined();
    expect(only(spans).spanContext()).toBe(one.spanContext());
  });

  test("takes ids from the user's generator, the span's first", () => {
    const asked: string[] = [];
    const idGenerator = {
      generateTraceId: () => `${asked.push('trace')}`.repeat(32),
      generateSpanId: () => `${asked.push('span')}`.repeat(16),
    };
    const { tracer } = record({ idGenerator });
    expect(tracer.startSpan('one').spanContext()).toMatchObject({ traceId: '2'.repeat(32), spanId: '1'.repeat(16) });
    tracer.startSpan('child', {}, trace.setSpanContext(ROOT_CONTEXT, remote));
    expect(asked).toEqual(['span', 'trace', 'span']);
  });

  test('a child is in the trace of its parent and has its trace state', () => {
    const traceState = createTraceState('vendor=1');
    const { tracer, spans } = record();
    const parent = { ...remote, traceState };
    tracer.startSpan('child', {}, trace.setSpanContext(ROOT_CONTEXT, parent)).end();
    const child = only(spans);
    expect(child.parentSpanContext).toBe(parent);
    expect(child.spanContext()).toMatchObject({ traceId: remote.traceId, traceState, traceFlags: 1 });
    expect(child.spanContext().isRemote).toBeUndefined();
  });

  test('the active span is the parent, unless a root is asked for', () => {
    const { tracer, spans } = record();
    const parent = tracer.startSpan('parent');
    context.with(trace.setSpan(context.active(), parent), () => {
      tracer.startSpan('child').end();
      tracer.startSpan('root', { root: true }).end();
    });
    expect(spans.map(({ parentSpanContext }) => parentSpanContext)).toEqual([parent.spanContext(), undefined]);
    expect(spans[1]?.spanContext().traceId).not.toBe(parent.spanContext().traceId);
  });

  test.each([INVALID_SPAN_CONTEXT, { ...remote, traceId: 'x'.repeat(32) }, { ...remote, spanId: '' }])(
    'an invalid parent is none',
    (parent) => {
      const { tracer, spans } = record();
      const given = { ...parent, traceState: createTraceState('a=1') };
      tracer.startSpan('one', {}, trace.setSpanContext(ROOT_CONTEXT, given)).end();
      const span = only(spans);
      expect(span.parentSpanContext).toBeUndefined();
      expect(isSpanContextValid(span.spanContext())).toBe(true);
      expect(span.spanContext().traceState).toBeUndefined();
    },
  );

  test('records nothing where tracing is suppressed', () => {
    const { tracer, spans } = record();
    const span = tracer.startSpan('one', {}, suppressTracing(ROOT_CONTEXT));
    span.end();
    expect(span.isRecording()).toBe(false);
    expect(span.spanContext()).toEqual(INVALID_SPAN_CONTEXT);
    expect(spans).toEqual([]);
  });

  test('startActiveSpan makes the span active for its work and gives what that gives', () => {
    const { tracer, spans } = record();
    const parentContext = trace.setSpanContext(ROOT_CONTEXT, remote);
    const work = (span: Span): string => {
      expect(trace.getActiveSpan()).toBe(span);
      span.end();
      return 'result';
    };
    expect(tracer.startActiveSpan('one', work)).toBe('result');
    expect(tracer.startActiveSpan('two', { kind: SpanKind.CLIENT }, work)).toBe('result');
    expect(tracer.startActiveSpan('three', { kind: SpanKind.SERVER }, parentContext, work)).toBe('result');
    expect(spans.map(({ name, kind, parentSpanContext }) => [name, kind, parentSpanContext?.spanId])).toEqual([
      ['one', SpanKind.INTERNAL, undefined],
      ['two', SpanKind.CLIENT, undefined],
      ['three', SpanKind.SERVER, remote.spanId],
    ]);
    expect(trace.getActiveSpan()).toBeUndefined();
    expect((tracer.startActiveSpan as (name: string) => unknown)('nothing to do')).toBeUndefined();
  });

  test('startActiveSpan lets an error of its work through', () => {
    const { tracer } = record();
    const fail = (): never => {
      throw new RangeError('mine');
    };
    expect(() => tracer.startActiveSpan('one', fail)).toThrow(RangeError);
  });

  test('says where a span comes from', () => {
    const { tracer, spans } = record();
    tracer.startSpan('one', { kind: SpanKind.PRODUCER }).updateName('renamed').end();
    const span = only(spans);
    expect(span).toMatchObject({ name: 'renamed', kind: SpanKind.PRODUCER, instrumentationScope: { name: 'test', version: '1.2.3' } });
    expect(span.resource).toBe(resource);
  });
});
