import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { BatchSpanProcessor, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, type Span } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { collecting, diagnostics, only, processor, recorders, withProcessors } from './recorders.js';

const told = diagnostics();

describe.each(recorders)('$name', ({ record }) => {
  test('a span that has ended can not be changed or ended again, and warns each time', () => {
    const { tracer, spans } = record();
    const span = tracer.startSpan('one', { attributes: { a: 1 } }, ROOT_CONTEXT);
    expect(span.isRecording()).toBe(true);
    span.end([9_999_999_999, 0]);
    expect(span.isRecording()).toBe(false);
    span.setAttribute('a', 2).setAttributes({ b: 1 }).addEvent('c').addLink({ context: span.spanContext() });
    span
      .addLinks([{ context: span.spanContext() }])
      .setStatus({ code: SpanStatusCode.ERROR })
      .updateName('two');
    span.recordException('d');
    span.end([1, 2]);
    const { name, attributes, events, links, status, endTime } = only(spans);
    expect({ name, attributes, events, links, status, endTime }).toEqual({
      name: 'one',
      attributes: { a: 1 },
      events: [],
      links: [],
      status: { code: SpanStatusCode.UNSET },
      endTime: [9_999_999_999, 0],
    });
    expect(told.length).toBeGreaterThanOrEqual(9);
  });
});

describe.each(withProcessors)('$name', ({ create }) => {
  test('calls processors in their order, with the same span each time, and the parent context at the start', () => {
    const calls: unknown[][] = [];
    const spy = (name: string) =>
      processor({
        onStart: (span, context) => void calls.push([name, 'start', span, context]),
        onEnding: (span) => void calls.push([name, 'ending', span, span.ended]),
        onEnd: (span) => void calls.push([name, 'end', span, span.ended]),
      });
    const parentContext = trace.setSpanContext(ROOT_CONTEXT, { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
    const span = create([spy('a'), spy('b')])
      .getTracer('test')
      .startSpan('one', {}, parentContext);
    span.end();
    expect(calls).toEqual([
      ['a', 'start', span, parentContext],
      ['b', 'start', span, parentContext],
      ['a', 'ending', span, false],
      ['b', 'ending', span, false],
      ['a', 'end', span, true],
      ['b', 'end', span, true],
    ]);
    expect(calls.every(([, , given]) => given === span)).toBe(true);
  });

  test('a processor sees the whole span at its start, and may change it then and while it ends', () => {
    const spans: ReadableSpan[] = [];
    let seen: unknown;
    const changing = processor({
      onStart: (span) => {
        seen = { name: span.name, kind: span.kind, attributes: { ...span.attributes }, links: span.links.length, start: span.startTime };
        span.setAttribute('early', 1).updateName('renamed');
      },
      onEnding: (span) => void span.setAttribute('late', 2).addEvent('ending').setStatus({ code: SpanStatusCode.OK }),
    });
    const tracer = create([changing, collecting(spans)]).getTracer('test');
    const link = { context: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 } };
    tracer.startSpan('one', { kind: 3, attributes: { given: 0 }, links: [link], startTime: [5, 6] }, ROOT_CONTEXT).end();
    expect(seen).toEqual({ name: 'one', kind: 3, attributes: { given: 0 }, links: 1, start: [5, 6] });
    const span = only(spans);
    expect(span).toMatchObject({ name: 'renamed', attributes: { given: 0, early: 1, late: 2 }, status: { code: SpanStatusCode.OK } });
    expect(span.events.map(({ name }) => name)).toEqual(['ending']);
  });

  test('a processor may rewrite a span that has ended, and wrap, derive from and copy it', () => {
    const spans: ReadableSpan[] = [];
    const rewriting = processor({
      onEnd(span) {
        (span.attributes as Record<string, unknown>)['secret'] = 'redacted';
        Object.assign(span, { name: 'rewritten', startTime: [1, 1], status: { code: 2 } });
      },
    });
    const tracer = create([rewriting, collecting(spans)]).getTracer('test');
    tracer.startSpan('one', { attributes: { secret: 'x' } }, ROOT_CONTEXT).end([9_999_999_999, 0]);
    const span = only(spans);
    expect(span).toMatchObject({ name: 'rewritten', attributes: { secret: 'redacted' }, startTime: [1, 1], status: { code: 2 } });
    const faces = [new Proxy(span, {}), Object.create(span), { ...span, spanContext: () => span.spanContext() }] as ReadableSpan[];
    for (const face of faces) {
      const { name, kind, startTime, endTime, attributes, links, events, status, resource, instrumentationScope } = face;
      expect({ name, kind, startTime, endTime, attributes, links, events, status, resource, instrumentationScope }).toEqual({
        name: 'rewritten',
        kind: 0,
        startTime: [1, 1],
        endTime: [9_999_999_999, 0],
        attributes: { secret: 'redacted' },
        links: [],
        events: [],
        status: { code: 2 },
        resource: span.resource,
        instrumentationScope: span.instrumentationScope,
      });
      expect(face.spanContext()).toBe(span.spanContext());
    }
  });

  test('spans started and ended by a processor nest', () => {
    const order: string[] = [];
    const provider = create([
      processor({
        onStart(span: Span) {
          if (span.name === 'outer') provider.getTracer('test').startSpan('inner', {}, ROOT_CONTEXT).end();
        },
        onEnd: ({ name }) => void order.push(name),
      }),
    ]);
    provider.getTracer('test').startSpan('outer', {}, ROOT_CONTEXT).end();
    expect(order).toEqual(['inner', 'outer']);
  });

  test('gives the same tracer for the same scope', () => {
    const provider = create([]);
    const tracer = provider.getTracer('a', '1', { schemaUrl: 'https://example.com/1' });
    expect(provider.getTracer('a', '1', { schemaUrl: 'https://example.com/1' })).toBe(tracer);
    expect(provider.getTracer('a', '1')).not.toBe(tracer);
    expect(provider.getTracer('a')).not.toBe(provider.getTracer('a', '1'));
  });

  test('exports in batches and one by one through the official processors and exporters', async () => {
    const [batched, single] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
    const provider = create([new BatchSpanProcessor({ exporter: batched }), new SimpleSpanProcessor({ exporter: single })]);
    const tracer = provider.getTracer('test');
    tracer.startSpan('one', {}, ROOT_CONTEXT).end();
    tracer.startSpan('two', {}, ROOT_CONTEXT).end();
    await provider.forceFlush();
    for (const exporter of [batched, single]) expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['one', 'two']);
    await provider.shutdown();
    tracer.startSpan('after the shutdown', {}, ROOT_CONTEXT).end();
    await provider.forceFlush();
    expect(batched.getFinishedSpans()).toEqual([]);
  });

  test('a flush waits for all processors and rejects with the errors of those that fail or hang', async () => {
    const failure = new Error('broken');
    let flushed = false;
    const slow = processor({
      forceFlush: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        flushed = true;
      },
    });
    await create([slow]).forceFlush();
    expect(flushed).toBe(true);
    const hanging = processor({ forceFlush: () => new Promise(() => undefined) });
    const errors = await create([slow, processor({ forceFlush: () => Promise.reject(failure) }), hanging])
      .forceFlush({ timeoutMillis: 40 })
      .then(
        () => undefined,
        (rejected: unknown[]) => rejected,
      );
    expect(errors?.[0]).toBe(failure);
    expect(errors).toHaveLength(2);
    expect(String(errors?.[1])).toContain('40 ms');
  });

  test('a shutdown shuts every processor down and rejects with the first error', async () => {
    const shut: string[] = [];
    const failure = new Error('broken');
    const naming = (name: string, error?: Error) =>
      processor({
        async shutdown() {
          shut.push(name);
          if (error) throw error;
        },
      });
    await create([naming('a'), naming('b')]).shutdown();
    await expect(create([naming('c', failure), naming('d')]).shutdown()).rejects.toBe(failure);
    expect(shut).toEqual(['a', 'b', 'c', 'd']);
  });
});
