import { createTraceState, ROOT_CONTEXT, SamplingDecision, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, type Sampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import { describe, expect, test, vi } from 'vitest';
import { only, processor, recorders, withProcessors } from './recorders.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentContext = (traceFlags: number, isRemote = true) =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: 'b7ad6b7169203331', traceFlags, isRemote });
const deciding = (result: ReturnType<Sampler['shouldSample']>): Sampler => ({ shouldSample: () => result, toString: () => 'deciding' });

describe.each(recorders)('$name', ({ record }) => {
  test.each([
    ['a root', ROOT_CONTEXT, true],
    ['a child of a sampled remote span', parentContext(1), true],
    ['a child of a sampled local span', parentContext(1, false), true],
    ['a child of a remote span that is not sampled', parentContext(0), false],
    ['a child of a local span that is not sampled', parentContext(0, false), false],
  ])('without a sampler, %s is sampled as its parent is', (_, context, sampled) => {
    const { tracer, spans } = record();
    const span = tracer.startSpan('one', {}, context);
    span.end();
    expect(span.isRecording() || spans.length === 1).toBe(sampled);
    expect(span.spanContext().traceFlags).toBe(sampled ? TraceFlags.SAMPLED : TraceFlags.NONE);
    expect(spans).toHaveLength(sampled ? 1 : 0);
  });

  test('a span that is not recorded has a valid context of its own in its trace and takes everything silently', () => {
    const { tracer, spans } = record({ sampler: new AlwaysOffSampler() });
    const span = tracer.startSpan('one', { attributes: { a: 1 } }, parentContext(1));
    expect(span.setAttribute('b', 2).addEvent('c').setStatus({ code: 2 }).updateName('d').addLink({ context: span.spanContext() })).toBe(
      span,
    );
    span.end();
    span.end();
    expect(span.isRecording()).toBe(false);
    expect(span.spanContext()).toMatchObject({ traceId, traceFlags: TraceFlags.NONE });
    expect(span.spanContext().spanId).toMatch(/^(?!b7ad6b7169203331)[0-9a-f]{16}$/);
    expect(spans).toEqual([]);
  });

  test('a sampler is asked with the context, trace id, name, kind, attributes and links of the span', () => {
    const shouldSample = vi.fn(() => ({ decision: SamplingDecision.RECORD_AND_SAMPLED }));
    const { tracer } = record({ sampler: { shouldSample, toString: () => '' }, spanLimits: { attributeCountLimit: 1 } });
    const context = parentContext(1);
    const link = { context: { traceId, spanId: '00f067aa0ba902b7', traceFlags: 1 } };
    tracer.startSpan('one', { kind: SpanKind.SERVER, attributes: { a: 1, b: 2, nothing: undefined }, links: [link] }, context);
    expect(shouldSample.mock.calls).toEqual([[context, traceId, 'one', SpanKind.SERVER, { a: 1, b: 2 }, [link]]]);
  });

  test('a sampler that is asked for a bare root gets empty attributes and links, and the trace id that the span will have', () => {
    const asked: unknown[][] = [];
    const sampler: Sampler = {
      shouldSample: (...question) => {
        asked.push(question);
        return { decision: SamplingDecision.RECORD_AND_SAMPLED };
      },
      toString: () => '',
    };
    const span = record({ sampler }).tracer.startSpan('one', {}, ROOT_CONTEXT);
    expect(asked).toEqual([[ROOT_CONTEXT, span.spanContext().traceId, 'one', SpanKind.INTERNAL, {}, []]]);
  });

  test("a sampler's attributes are added to those of the span, replace them, and count for the limit", () => {
    const sampler = deciding({ decision: SamplingDecision.RECORD_AND_SAMPLED, attributes: { a: 'new', rate: 0.5, late: 'x' } });
    const { tracer, spans } = record({ sampler, spanLimits: { attributeCountLimit: 3 } });
    tracer.startSpan('one', { attributes: { a: 'old', b: true } }, ROOT_CONTEXT).end();
    expect(only(spans).attributes).toEqual({ a: 'new', b: true, rate: 0.5 });
    expect(only(spans).droppedAttributesCount).toBe(1);
  });

  test('a sampler that adds nothing leaves the limits in force', () => {
    const sampler = new AlwaysOnSampler();
    const { tracer, spans } = record({ sampler, spanLimits: { attributeCountLimit: 1, attributeValueLengthLimit: 2 } });
    tracer.startSpan('one', { attributes: { a: 'abc', b: 1 } }, ROOT_CONTEXT).end();
    expect(only(spans)).toMatchObject({ attributes: { a: 'ab' }, droppedAttributesCount: 1 });
  });

  test("a sampler's trace state replaces the parent's; without one the parent's stays", () => {
    const traceState = createTraceState('vendor=parent');
    const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: 'b7ad6b7169203331', traceFlags: 1, traceState });
    const kept = record().tracer.startSpan('one', {}, context);
    expect(kept.spanContext().traceState).toBe(traceState);
    const own = createTraceState('vendor=sampler');
    const sampler = deciding({ decision: SamplingDecision.RECORD_AND_SAMPLED, traceState: own });
    expect(record({ sampler }).tracer.startSpan('one', {}, context).spanContext().traceState).toBe(own);
  });

  test('a ratio is decided by the trace id', () => {
    const idGenerator = { generateTraceId: () => '00000000000000000000000000000001', generateSpanId: () => '0000000000000001' };
    const sampled = (ratio: number): boolean =>
      record({ sampler: new TraceIdRatioBasedSampler(ratio), idGenerator })
        .tracer.startSpan('one', {}, ROOT_CONTEXT)
        .isRecording();
    expect([sampled(0), sampled(2 ** -33), sampled(2 ** -30)]).toEqual([false, false, true]);
  });

  test('a parent-based sampler asks the one for its kind of parent', () => {
    const sampler = new ParentBasedSampler({
      root: new AlwaysOffSampler(),
      remoteParentSampled: new AlwaysOffSampler(),
      localParentNotSampled: new AlwaysOnSampler(),
    });
    const { tracer } = record({ sampler });
    const isRecording = [ROOT_CONTEXT, parentContext(1), parentContext(0, false)].map((context) =>
      tracer.startSpan('', {}, context).isRecording(),
    );
    expect(isRecording).toEqual([false, false, true]);
  });
});

describe.each(withProcessors)('$name', ({ create }) => {
  test('a span that is recorded but not sampled reaches the processors, and its children know that it is not sampled', () => {
    const seen: string[] = [];
    const spy = processor({ onStart: () => void seen.push('start'), onEnd: () => void seen.push('end') });
    const tracer = create([spy], { sampler: deciding({ decision: SamplingDecision.RECORD }) }).getTracer('test');
    const span = tracer.startSpan('one', {}, ROOT_CONTEXT);
    expect(span.isRecording()).toBe(true);
    expect(span.spanContext().traceFlags).toBe(TraceFlags.NONE);
    span.end();
    expect(seen).toEqual(['start', 'end']);
  });
});

test('a span that is recorded but not sampled does not reach a sink', () => {
  const { tracer, spans } = (recorders[2] as (typeof recorders)[number]).record({
    sampler: deciding({ decision: SamplingDecision.RECORD }),
  });
  tracer.startSpan('one', {}, ROOT_CONTEXT).end();
  expect(spans).toEqual([]);
});
