import { type Attributes, createTraceState, ROOT_CONTEXT, type Span, type Tracer, trace } from '@opentelemetry/api';
import type { ReadableSpan, Sampler } from '@opentelemetry/sdk-trace';
import { encodeLogRecord, encodeSpan, ProtoWriter, type SharedAttributes } from '@telewright/otlp';
import { describe, expect, test } from 'vitest';
import { encodeRecordedSpan, LoggerProvider, type LogRecordSink, type SpanSink, TracerProvider } from '../src/index.js';
import { diagnostics, logProcessor, only, processor, resource } from './recorders.js';

const told = diagnostics();

function spanSink(add: (span: ReadableSpan) => void, calls: string[] = []): SpanSink {
  return { add, forceFlush: async () => void calls.push('flush'), shutdown: async () => void calls.push('shutdown') };
}

describe('a sink', () => {
  test('gets spans after the processors, is flushed and shut down with them', async () => {
    const calls: string[] = [];
    const spy = processor({
      onEnd: () => void calls.push('processor'),
      forceFlush: async () => void calls.push('flush of the processor'),
      shutdown: async () => void calls.push('shutdown of the processor'),
    });
    const provider = new TracerProvider({ resource, spanProcessors: [spy], sinks: [spanSink(() => void calls.push('sink'), calls)] });
    provider.getTracer('test').startSpan('one', {}, ROOT_CONTEXT).end();
    await provider.forceFlush();
    await provider.shutdown();
    expect(calls).toEqual(['processor', 'sink', 'flush of the processor', 'flush', 'shutdown of the processor', 'shutdown']);
  });

  test('gets log records after the processors, is flushed and shut down with them', async () => {
    const calls: string[] = [];
    const sink: LogRecordSink = {
      add: ({ body }) => void calls.push(`sink: ${body}`),
      forceFlush: async () => void calls.push('flush'),
      shutdown: async () => void calls.push('shutdown'),
    };
    const rewriting = logProcessor({ onEmit: (record) => void record.setBody('rewritten') });
    const provider = new LoggerProvider({ resource, processors: [rewriting], sinks: [sink] });
    expect(provider.getLogger('test').enabled()).toBe(true);
    provider.getLogger('test').emit({ body: 'one' });
    await provider.forceFlush();
    await provider.shutdown();
    expect(calls).toEqual(['sink: rewritten', 'flush', 'shutdown']);
  });

  test('makes a logger enabled where no processor is interested', () => {
    const sink: LogRecordSink = { add: () => undefined, forceFlush: async () => undefined, shutdown: async () => undefined };
    const provider = new LoggerProvider({ resource, processors: [logProcessor({ enabled: () => false })], sinks: [sink] });
    expect(provider.getLogger('test').enabled()).toBe(true);
  });
});

describe('a span for sinks', () => {
  const parent = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1, isRemote: true, traceState: createTraceState('a=1') };
  const idGenerator = { generateTraceId: () => '3'.repeat(32), generateSpanId: () => '4'.repeat(16) };
  const spans: readonly [string, (tracer: Tracer) => Span][] = [
    ['bare', (tracer) => tracer.startSpan('', { startTime: [5, 6] }, ROOT_CONTEXT)],
    [
      'full',
      (tracer) =>
        tracer
          .startSpan(
            'GET /',
            { kind: 2, startTime: [5, 6], attributes: { a: 1, b: ['x'] }, links: [{ context: parent }] },
            trace.setSpanContext(ROOT_CONTEXT, parent),
          )
          .setAttributes({ c: { d: null }, e: true })
          .addEvent('event', { f: 1.5 }, [7, 8])
          .addEvent('dropped', [7, 9])
          .setStatus({ code: 2, message: 'broken' }),
    ],
  ];

  test.each(spans)('has the same bytes, whichever way it was kept and is encoded: %s', (_, start) => {
    const encoded = (options: object, encode: typeof encodeSpan): string => {
      const writer = new ProtoWriter();
      const sinks = [spanSink((span) => encode(writer, span))];
      const tracer = new TracerProvider({ resource, sinks, idGenerator, spanLimits: { eventCountLimit: 1 }, ...options }).getTracer('test');
      start(tracer).end([9, 999_999_999]);
      return Buffer.from(writer.view()).toString('hex');
    };
    const expected = encoded({ spanProcessors: [processor({})] }, encodeSpan);
    expect(expected.length).toBeGreaterThan(100);
    expect(encoded({}, encodeRecordedSpan)).toBe(expected);
    expect(encoded({}, encodeSpan)).toBe(expected);
    expect(encoded({ spanProcessors: [processor({})] }, encodeRecordedSpan)).toBe(expected);
  });

  test.each([1, 10, 100])('has the ids in its bytes that its context has as text, with %i traces open at once', (traces) => {
    const written: string[] = [];
    const expected: string[] = [];
    const sinks = [
      spanSink((span) => {
        const { traceId, spanId } = span.spanContext();
        const writer = new ProtoWriter();
        encodeRecordedSpan(writer, span);
        const bytes = Buffer.from(writer.view()).toString('hex');
        written.push(/0a10.{32}1208.{16}/.exec(bytes)?.[0] as string);
        expected.push(`0a10${traceId}1208${spanId}`);
        if (span.parentSpanContext) expect(bytes).toContain(`2208${span.parentSpanContext.spanId}`);
      }),
    ];
    const tracer = new TracerProvider({ resource, sinks }).getTracer('test');
    const roots = Array.from({ length: traces }, () => tracer.startSpan('root', {}, ROOT_CONTEXT));
    const children = roots.map((root) => tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root)));
    tracer.startSpan('of another process', {}, trace.setSpanContext(ROOT_CONTEXT, parent)).end();
    for (const span of [...children, ...roots]) span.end();
    expect(written).toEqual(expected);
    expect(new Set(written).size).toBe(2 * traces + 1);
  });

  test.each([1, 2, 7, 40])('has its own ids in its bytes where its sampler starts %i spans meanwhile', (others) => {
    const ids: [written: string | undefined, expected: string][] = [];
    const sinks = [
      spanSink((span) => {
        const { traceId, spanId } = span.spanContext();
        const writer = new ProtoWriter();
        encodeRecordedSpan(writer, span);
        ids.push([/0a10.{32}1208.{16}/.exec(Buffer.from(writer.view()).toString('hex'))?.[0], `0a10${traceId}1208${spanId}`]);
      }),
    ];
    let left = 0;
    const sampler = {
      shouldSample: () => {
        while (left-- > 0) tracer.startSpan('other', {}, ROOT_CONTEXT).end();
        return { decision: 2 };
      },
    };
    const tracer = new TracerProvider({ resource, sinks, sampler }).getTracer('test');
    for (let span = 0; span < 20; span++) {
      left = others;
      tracer.startSpan('one', {}, ROOT_CONTEXT).end();
    }
    expect(ids.length).toBe(20 * (others + 1));
    for (const [written, expected] of ids) expect(written).toBe(expected);
  });

  test('tells its duration as a number, before the end until now', () => {
    const tracer = new TracerProvider({ resource, sinks: [] }).getTracer('test');
    const span = tracer.startSpan('one', { startTime: [5, 900_000_000] });
    span.end([7, 100_000_000]);
    expect(span).toHaveProperty('durationSeconds', expect.closeTo(1.2, 9));
    const { durationSeconds } = tracer.startSpan('two') as unknown as { durationSeconds: number };
    expect(durationSeconds).toBeGreaterThanOrEqual(0);
    expect(durationSeconds).toBeLessThan(60);
  });

  test('says that its ids are valid, unless somebody else has made them', () => {
    const start = (options: object): unknown => new TracerProvider({ resource, sinks: [], ...options }).getTracer('test').startSpan('a');
    expect(start({})).toHaveProperty('hasValidIds', true);
    expect(start({ idGenerator })).toHaveProperty('hasValidIds', false);
  });

  test.each([{}, { sampler: { shouldSample: () => ({ decision: 2 }) } }])(
    'copies what its attributes have in common with those of others, with the options %j',
    (options) => {
      const shared: SharedAttributes = { list: ['scheme', 'https', 'port', 443] };
      const written: Uint8Array[] = [];
      const sinks = [
        spanSink((span) => {
          const writer = new ProtoWriter();
          encodeRecordedSpan(writer, span);
          written.push(new Uint8Array(writer.view()));
        }),
      ];
      const tracer = new TracerProvider({ resource, sinks, ...options }).getTracer('test');
      for (const method of ['GET', 'PUT', 'PUT']) {
        const inParts = { [Symbol.for('telewright.attribute-parts')]: { shared, own: ['method', method] } };
        tracer.startSpan('one', inParts, ROOT_CONTEXT).setAttribute('status', 200).end();
      }
      const texts = written.map((bytes) => Buffer.from(bytes).toString('latin1'));
      for (const text of texts) expect(text).toMatch(/^.*scheme.*https.*port.*method.*(GET|PUT).*status.*$/s);
      expect(texts[2]).toContain('PUT');
      expect(texts[2]).toContain(Buffer.from(shared.encoded as Uint8Array).toString('latin1'));
    },
  );

  test('has an attribute once in its bytes that was set over one which it has in common with others', () => {
    const texts: string[] = [];
    const sinks = [
      spanSink((span) => {
        const writer = new ProtoWriter();
        encodeRecordedSpan(writer, span);
        texts.push(Buffer.from(writer.view()).toString('latin1'));
      }),
    ];
    const shared: SharedAttributes = { list: ['scheme', 'https', 'port', 443] };
    const inParts = () => ({ [Symbol.for('telewright.attribute-parts')]: { shared, own: ['method', 'GET'] } });
    const tracer = new TracerProvider({ resource, sinks }).getTracer('test');
    for (let span = 0; span < 3; span++) tracer.startSpan('one', inParts(), ROOT_CONTEXT).setAttribute('scheme', 'http').end();
    tracer.startSpan('one', inParts(), ROOT_CONTEXT).end();
    expect(texts.map((text) => [text.split('scheme').length - 1, text.includes('https')])).toEqual([
      [1, false],
      [1, false],
      [1, false],
      [1, true],
    ]);
  });

  test.each([undefined, { sampled: true }])('whose attributes come in parts is shown to the sampler, which may add %j', (added) => {
    const seen: Attributes[] = [];
    const sampler = {
      shouldSample: (...[, , , , attributes]: Parameters<Sampler['shouldSample']>) => {
        seen.push({ ...attributes });
        return { decision: 2, ...(added && { attributes: added }) };
      },
    };
    const ended: ReadableSpan[] = [];
    const tracer = new TracerProvider({ resource, sampler, sinks: [spanSink((span) => void ended.push(span))] }).getTracer('test');
    const inParts = { [Symbol.for('telewright.attribute-parts')]: { shared: { list: ['scheme', 'https'] }, own: ['method', 'GET'] } };
    tracer.startSpan('one', inParts, ROOT_CONTEXT).end();
    expect(seen).toEqual([{ scheme: 'https', method: 'GET' }]);
    expect(only(ended).attributes).toEqual({ scheme: 'https', method: 'GET', ...added });
  });

  test('keeps links, events and status of its own as soon as it has any', () => {
    const seen: ReadableSpan[] = [];
    const tracer = new TracerProvider({ resource, sinks: [spanSink((span) => void seen.push(span))] }).getTracer('test');
    tracer.startSpan('one', {}, ROOT_CONTEXT).addEvent('a').addLink({ context: parent }).setStatus({ code: 2 }).end();
    tracer.startSpan('two', {}, ROOT_CONTEXT).end();
    expect(seen.map(({ events, links, status }) => [events.length, links.length, status.code])).toEqual([
      [1, 1, 2],
      [0, 0, 0],
    ]);
  });

  test('bears being wrapped and derived from', () => {
    const seen: ReadableSpan[] = [];
    const tracer = new TracerProvider({ resource, sinks: [spanSink((span) => void seen.push(span))] }).getTracer('test');
    tracer.startSpan('one', { startTime: [5, 6], attributes: { a: 1 } }, ROOT_CONTEXT).end([7, 8]);
    const span = only(seen);
    for (const face of [new Proxy(span, {}), Object.create(span) as ReadableSpan]) {
      const { name, startTime, endTime, duration, ended, attributes } = face;
      const expected = { name: 'one', startTime: [5, 6], endTime: [7, 8], duration: [2, 2], ended: true, attributes: { a: 1 } };
      expect({ name, startTime, endTime, duration, ended, attributes }).toEqual(expected);
      expect([face.resource, face.instrumentationScope.name, face.spanContext()]).toEqual([resource, 'test', span.spanContext()]);
    }
  });
});

describe('a part that throws', () => {
  const broken = (): never => {
    throw new Error('not ours');
  };

  test('among the processors and sinks of spans stops neither the others nor the host', () => {
    const seen: string[] = [];
    const spanProcessors = [
      processor({ onStart: broken, onEnding: broken, onEnd: broken }),
      processor({ onStart: () => void seen.push('start'), onEnding: () => void seen.push('ending'), onEnd: () => void seen.push('end') }),
    ];
    const sinks = [spanSink(broken), spanSink(() => void seen.push('sink'))];
    new TracerProvider({ resource, spanProcessors, sinks }).getTracer('test').startSpan('one', {}, ROOT_CONTEXT).end();
    expect(seen).toEqual(['start', 'ending', 'end', 'sink']);
    expect(told.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'error']);
  });

  test('among the processors and sinks of log records stops neither the others nor the host', () => {
    const seen: string[] = [];
    const quiet = { forceFlush: async () => undefined, shutdown: async () => undefined };
    const processors = [logProcessor({ onEmit: broken }), logProcessor({ onEmit: () => void seen.push('processor') })];
    const sinks = [
      { add: broken, ...quiet },
      { add: () => void seen.push('sink'), ...quiet },
    ];
    new LoggerProvider({ resource, processors, sinks }).getLogger('test').emit({ body: 'one' });
    expect(seen).toEqual(['processor', 'sink']);
    expect(told.map(({ level }) => level)).toEqual(['error', 'error']);
  });

  test.each([
    ['sampler', { sampler: { shouldSample: broken, toString: () => '' } }],
    ['id generator', { idGenerator: { generateTraceId: broken, generateSpanId: broken } }],
  ])('as a %s costs the span, which still passes its parent on', (_, options) => {
    const parent = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
    const tracer = new TracerProvider({ resource, ...options }).getTracer('test');
    const span = tracer.startSpan('one', {}, trace.setSpanContext(ROOT_CONTEXT, parent));
    expect(span.isRecording()).toBe(false);
    expect(span.spanContext()).toBe(parent);
    expect(told.map(({ level }) => level)).toEqual(['error']);
  });

  test('as a value costs that value', () => {
    const seen: ReadableSpan[] = [];
    const tracer = new TracerProvider({ resource, sinks: [spanSink((span) => void seen.push(span))] }).getTracer('test');
    const getter = Object.defineProperty({}, 'a', { enumerable: true, get: broken });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const deep = Array.from({ length: 100_000 }).reduce<unknown[]>((inner) => [inner], []);
    const span = tracer.startSpan('one', { attributes: getter, links: [undefined as never] }, ROOT_CONTEXT);
    span
      .setAttributes(getter)
      .setAttributes(proxy)
      .setAttributes(null as never);
    span
      .setAttribute('getter', getter)
      .setAttribute('proxy', proxy)
      .setAttribute('deep', deep)
      .setAttribute(null as never, 1);
    span
      .addEvent('event', getter)
      .addLink(undefined as never)
      .addLink({} as never)
      .setStatus(undefined as never);
    span.recordException(Object.defineProperty(new Error('x'), 'message', { get: broken }));
    span.setAttribute('fine', 1).end();
    expect(only(seen)).toMatchObject({ attributes: { fine: 1 }, links: [], status: { code: 0 } });
    expect(only(seen).events).toEqual([{ name: 'event', time: expect.anything(), attributes: {}, droppedAttributesCount: 0 }]);
  });

  test('as a time of a log record makes it now', () => {
    const records: { hrTime: [number, number] }[] = [];
    const sink: LogRecordSink = {
      add: (record) => void records.push(record),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    };
    const before = Math.trunc(Date.now() / 1000);
    new LoggerProvider({ resource, sinks: [sink] }).getLogger('test').emit({ timestamp: 'yesterday' as never });
    expect(only(records).hrTime[0]).toBeGreaterThanOrEqual(before);
  });

  test('that ends a span from onEnding ends it once', () => {
    const seen: string[] = [];
    const ending = processor({ onEnding: (span) => span.end(), onEnd: () => void seen.push('end') });
    new TracerProvider({ resource, spanProcessors: [ending] }).getTracer('test').startSpan('one', {}, ROOT_CONTEXT).end();
    expect(seen).toEqual(['end']);
  });
});

test('a log record is encoded from a sink', () => {
  const writer = new ProtoWriter();
  const sink: LogRecordSink = {
    add: (record) => encodeLogRecord(writer, record),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  new LoggerProvider({ resource, sinks: [sink] }).getLogger('test').emit({ body: 'hello', timestamp: [1, 2], observedTimestamp: [3, 4] });
  expect(Buffer.from(writer.view()).toString('latin1')).toContain('hello');
});

describe('a log record that encodes itself', () => {
  const record = { severityNumber: 9, spanContext: undefined, encode: () => true };
  type Loggers = { emitSelfEncoding(given: typeof record): boolean };

  function logger(options: Partial<ConstructorParameters<typeof LoggerProvider>[0]>): Loggers {
    return new LoggerProvider({ resource, ...options }).getLogger('test') as never;
  }

  function sink(takes: boolean, taken: unknown[] = []): LogRecordSink {
    const addSelfEncoding: LogRecordSink['addSelfEncoding'] = (given, of, scope) => takes && taken.push([given, of, scope.name]) > 0;
    return { add: () => {}, addSelfEncoding, forceFlush: async () => {}, shutdown: async () => {} };
  }

  test('goes to the sink, with resource and scope', () => {
    const taken: unknown[] = [];
    expect(logger({ sinks: [sink(true, taken)] }).emitSelfEncoding(record)).toBe(true);
    expect(taken).toEqual([[record, resource, 'test']]);
  });

  test('is left to be emitted where others get it too, where it has limits, or where the sink takes none', () => {
    const { addSelfEncoding: _, ...plain } = sink(true);
    const cases = [
      { sinks: [] },
      { sinks: [plain] },
      { sinks: [sink(false)] },
      { sinks: [sink(true), sink(true)] },
      { sinks: [sink(true)], processors: [logProcessor({})] },
      { sinks: [sink(true)], logRecordLimits: { attributeCountLimit: 127 } },
      { sinks: [sink(true)], logRecordLimits: { attributeValueLengthLimit: 1000 } },
    ];
    expect(cases.map((options) => logger(options).emitSelfEncoding(record))).toEqual(cases.map(() => false));
  });

  test('goes nowhere where the logger is disabled or below its severity, and after the shutdown', async () => {
    const taken: unknown[] = [];
    const sinks = [sink(true, taken)];
    const provider = new LoggerProvider({ resource, sinks });
    const late = provider.getLogger('test') as never as Loggers;
    await provider.shutdown();
    const quiet = logger({ sinks, loggerConfigurator: () => ({ enabled: true, minimumSeverity: 13, traceBased: false }) });
    const off = logger({ sinks, loggerConfigurator: () => ({ enabled: false, minimumSeverity: 0, traceBased: false }) });
    expect([late, quiet, off].map((one) => one.emitSelfEncoding(record))).toEqual([true, true, true]);
    expect(taken).toEqual([]);
  });

  test('is left to be emitted when it throws', () => {
    const { addSelfEncoding: _, ...plain } = sink(true);
    const throwing = {
      ...plain,
      addSelfEncoding: () => {
        throw new Error('no');
      },
    };
    expect(logger({ sinks: [throwing] }).emitSelfEncoding(record)).toBe(false);
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('a log record that encodes itself')]);
  });
});
