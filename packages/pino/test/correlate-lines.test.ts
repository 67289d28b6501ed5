import { tracingChannel } from 'node:diagnostics_channel';
import { diag, TraceFlags } from '@opentelemetry/api';
import pino, { type Logger } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { instrumentPino, type Unsubscribe } from '../src/index.js';
import { captureDiagnostics } from './captured-diagnostics.js';
import { CapturedLines, steady } from './captured-lines.js';
import { type CapturedTelemetry, captureTelemetry, idsOf } from './captured-telemetry.js';

let telemetry: CapturedTelemetry;
let stop: Unsubscribe = () => {};
const lines = new CapturedLines();

beforeAll(() => {
  telemetry = captureTelemetry();
});
afterEach(() => {
  stop();
  diag.disable();
});
afterAll(() => telemetry.stop());

describe('a line inside of a span', () => {
  it('ends with the ids of the span and is otherwise what pino writes', () => {
    const log = pino(steady, lines);
    log.info({ a: 1 }, 'hello');
    const bare = lines.texts.at(-1) as string;
    stop = instrumentPino();
    telemetry.inSpan((span) => {
      log.info({ a: 1 }, 'hello');
      expect(lines.texts.at(-1)).toBe(bare.replace('}\n', `${JSON.stringify(idsOf(span)).replace('{', ',')}\n`));
    });
    log.info({ a: 1 }, 'hello');
    expect(lines.texts.at(-1)).toBe(bare);
  });

  it("is written with the ids of the line's own span when spans take turns", () => {
    stop = instrumentPino();
    const log = pino(steady, lines);
    telemetry.inSpan((outer) => {
      log.info('one');
      expect(lines.last).toMatchObject(idsOf(outer));
      telemetry.inSpan((inner) => {
        log.info('two');
        expect(lines.last).toMatchObject(idsOf(inner));
      });
      log.info('three');
      expect(lines.last).toMatchObject(idsOf(outer));
    });
  });

  it('gets the flags as two hex digits, and the ids of a span that is not sampled', () => {
    stop = instrumentPino();
    const log = pino(steady, lines);
    const ids = { traceId: '0123456789abcdef0123456789abcdef', spanId: '0123456789abcdef' };
    telemetry.inContextOf({ ...ids, traceFlags: TraceFlags.NONE }, () => log.info('x'));
    expect(lines.last['trace_flags']).toBe('00');
    telemetry.inContextOf({ ...ids, traceFlags: 0xa3 }, () => log.info('x'));
    expect(lines.last).toEqual({ level: 30, msg: 'x', trace_id: ids.traceId, span_id: ids.spanId, trace_flags: 'a3' });
  });

  it('gets nothing from a span context that is not valid', () => {
    stop = instrumentPino();
    telemetry.inContextOf({ traceId: '0'.repeat(32), spanId: '0123456789abcdef', traceFlags: 1 }, () => pino(steady, lines).info('x'));
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
  });

  it('gets nothing when correlation is off or has ended', () => {
    const log = pino(steady, lines);
    stop = instrumentPino({ correlation: false });
    telemetry.inSpan(() => log.info('x'));
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
    instrumentPino()();
    telemetry.inSpan(() => log.info('x'));
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
  });
});

describe("the caller's objects", () => {
  it('are left as they are, also frozen ones', () => {
    stop = instrumentPino();
    const mine = { a: 1 };
    telemetry.inSpan((span) => {
      const log = pino(steady, lines);
      log.info(mine);
      log.info(Object.freeze({ b: 2 }));
      expect(lines.last).toEqual({ level: 30, b: 2, ...idsOf(span) });
    });
    expect(mine).toEqual({ a: 1 });
  });

  it('keep their bindings: bindings(), setBindings() and children made meanwhile know nothing of the span', () => {
    stop = instrumentPino();
    let made: Logger | undefined;
    let seen: unknown;
    const log = pino(
      {
        ...steady,
        serializers: {
          user: (id: number) => {
            seen = log.bindings();
            log.setBindings({ late: true });
            made = log.child({ id });
            return id;
          },
        },
      },
      lines,
    );
    telemetry.inSpan(() => log.info({ user: 7 }, 'x'));
    expect(seen).toEqual({});
    made?.info('later');
    expect(lines.last).toEqual({ level: 30, late: true, id: 7, msg: 'later' });
    expect(log.bindings()).toEqual({ late: true });
  });

  it('win where they have a field of the same name, and no key is written twice', () => {
    stop = instrumentPino();
    const log = pino(steady, lines);
    telemetry.inSpan((span) => {
      const { span_id, trace_flags } = idsOf(span);
      const mine = { level: 30, trace_id: 'mine', span_id, trace_flags };
      log.info({ trace_id: 'mine' });
      expect([lines.last, lines.count('trace_id')]).toEqual([mine, 1]);
      log.child({ trace_id: 'mine' }).info({});
      expect([lines.last, lines.count('trace_id')]).toEqual([mine, 1]);
      pino({ ...steady, mixin: () => ({ trace_id: 'mine' }) }, lines).info({});
      expect([lines.last, lines.count('trace_id')]).toEqual([mine, 1]);
      pino({ ...steady, formatters: { log: (merge) => ({ ...merge, trace_id: 'mine' }) } }, lines).info({});
      expect([lines.last, lines.count('trace_id')]).toEqual([mine, 1]);
      const long = `,"time":"2026-01-01T00:00:00.000000000Z","trace_id":"mine"`;
      pino({ base: null, timestamp: () => long }, lines).info({});
      expect([lines.last, lines.count('trace_id')]).toEqual([{ ...mine, time: '2026-01-01T00:00:00.000000000Z' }, 1]);
    });
  });

  it('do not count where pino would not write them, or where they are nested', () => {
    stop = instrumentPino();
    const log = pino(steady, lines);
    telemetry.inSpan((span) => {
      log.info({ trace_id: undefined, span_id: () => 1 });
      expect(lines.last).toEqual({ level: 30, ...idsOf(span) });
      log.info(Object.create({ trace_id: 'inherited' }));
      expect(lines.last).toEqual({ level: 30, ...idsOf(span) });
      log.child({ request: { trace_id: 'nested' } }).info({ other: { span_id: 'nested' } });
      expect(lines.last).toEqual({ level: 30, request: { trace_id: 'nested' }, other: { span_id: 'nested' }, ...idsOf(span) });
    });
  });
});

describe('every shape of logger', () => {
  const shapes: [name: string, make: () => Pick<Logger, 'info'>, line: Record<string, unknown>][] = [
    ['base: null', () => pino({ timestamp: false, base: null }, lines), { level: 30, a: 1, msg: 'x' }],
    ['no base fields', () => pino({ timestamp: false, base: {} }, lines), { level: 30, a: 1, msg: 'x' }],
    ['messageKey', () => pino({ ...steady, messageKey: 'message' }, lines), { level: 30, a: 1, message: 'x' }],
    ['nestedKey', () => pino({ ...steady, nestedKey: 'payload' }, lines), { level: 30, payload: { a: 1 }, msg: 'x' }],
    ['crlf', () => pino({ ...steady, crlf: true }, lines), { level: 30, a: 1, msg: 'x' }],
    ['redact', () => pino({ ...steady, redact: ['a'] }, lines), { level: 30, a: '[Redacted]', msg: 'x' }],
    ['redact with wildcard', () => pino({ ...steady, redact: ['*.b'] }, lines), { level: 30, a: 1, msg: 'x' }],
    [
      'formatters.level',
      () => pino({ ...steady, formatters: { level: (severity) => ({ severity }) } }, lines),
      { severity: 'info', a: 1, msg: 'x' },
    ],
    [
      'formatters.bindings',
      () => pino({ timestamp: false, base: { x: 1 }, formatters: { bindings: ({ x }) => ({ y: x }) } }, lines),
      { level: 30, y: 1, a: 1, msg: 'x' },
    ],
    ['formatters.log', () => pino({ ...steady, formatters: { log: ({ a }) => ({ b: a }) } }, lines), { level: 30, b: 1, msg: 'x' }],
    [
      'formatters.log in a child',
      () => pino(steady, lines).child({}, { formatters: { log: ({ a }: { a?: number }) => ({ b: a }) } }),
      { level: 30, b: 1, msg: 'x' },
    ],
    ['mixin', () => pino({ ...steady, mixin: () => ({ m: 1 }) }, lines), { level: 30, m: 1, a: 1, msg: 'x' }],
    ['child', () => pino(steady, lines).child({ c: 1 }).child({ d: 2 }), { level: 30, c: 1, d: 2, a: 1, msg: 'x' }],
    ['msgPrefix', () => pino({ ...steady, msgPrefix: '> ' }, lines), { level: 30, a: 1, msg: '> x' }],
    ['multistream', () => pino(steady, pino.multistream([{ stream: lines }])), { level: 30, a: 1, msg: 'x' }],
    ['custom levels', () => pino({ ...steady, customLevels: { loud: 35 } }, lines), { level: 30, a: 1, msg: 'x' }],
    [
      'only custom levels',
      () => pino({ ...steady, customLevels: { info: 7 }, useOnlyCustomLevels: true, level: 'info' }, lines),
      { level: 7, a: 1, msg: 'x' },
    ],
  ];

  it.each(shapes)('writes the ids at the top level with %s, once, and a clean line afterwards', (_name, make, line) => {
    stop = instrumentPino();
    const log = make();
    telemetry.inSpan((span) => {
      for (let repeat = 0; repeat < 2; repeat++) {
        log.info({ a: 1 }, 'x');
        expect(lines.last).toEqual({ ...line, ...idsOf(span) });
        expect(lines.count('trace_id')).toBe(1);
      }
    });
    log.info({ a: 1 }, 'x');
    expect(lines.last).toEqual(line);
    stop();
    log.info({ a: 1 }, 'x');
    expect(lines.last).toEqual(line);
  });

  it('leaves levels as they are', () => {
    stop = instrumentPino();
    const log = pino({ ...steady, level: 'warn' }, lines);
    const before = lines.texts.length;
    telemetry.inSpan(() => log.info('x'));
    expect(lines.texts.length).toBe(before);
    expect([log.isLevelEnabled('info'), log.isLevelEnabled('warn')]).toEqual([false, true]);
  });
});

describe('a logger that logs while it writes a line', () => {
  it('gives each line the ids of its own span, and none outside', () => {
    stop = instrumentPino();
    const other = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    const none = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };
    const log = pino(
      {
        ...steady,
        formatters: { log: (merge) => merge },
        serializers: {
          again: (value: string) => {
            log.info(value);
            telemetry.inContextOf(other, () => log.info('other'));
            telemetry.inContextOf(none, () => log.info('none'));
            return value;
          },
        },
        level: 'info',
      },
      lines,
    );
    const again = (value: string): string => {
      plain.child({}).info(value);
      plain.info(value);
      return value;
    };
    const plain = pino({ ...steady, serializers: { again } }, lines);
    telemetry.inSpan((span) => {
      lines.texts.length = 0;
      log.info({ again: 'inner' }, 'outer');
      const ids = idsOf(span);
      expect(lines.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
        { level: 30, msg: 'inner', ...ids },
        { level: 30, msg: 'other', trace_id: other.traceId, span_id: other.spanId, trace_flags: '01' },
        { level: 30, msg: 'none' },
        { level: 30, again: 'inner', msg: 'outer', ...ids },
      ]);
      lines.texts.length = 0;
      plain.info({ again: 'inner' }, 'outer');
      expect(lines.texts.map((text) => text.split('"trace_id"').length)).toEqual([2, 2, 2]);
    });
    log.info('after');
    expect(lines.last).toEqual({ level: 30, msg: 'after' });
    plain.info('after');
    expect(lines.last).toEqual({ level: 30, msg: 'after' });
  });

  it('is clean again after a serializer has thrown, or has ended the instrumentation', () => {
    stop = instrumentPino();
    const log = pino({ ...steady, serializers: { bad: (work: () => void) => work() } }, lines);
    telemetry.inSpan(() => {
      const broken = (): void => {
        throw new Error('serializer');
      };
      expect(() => log.info({ bad: broken })).toThrow('serializer');
    });
    log.info('x');
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
    telemetry.inSpan(() => log.info({ bad: stop }, 'x'));
    log.info('x');
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
    expect(tracingChannel('pino_asJson').hasSubscribers).toBe(false);
  });

  it('gets back what it had, its formatters too, after lines within lines', () => {
    stop = instrumentPino();
    const parts = (): unknown[] =>
      Object.getOwnPropertySymbols(log)
        .filter(({ description }) => description === 'pino.end' || description === 'pino.formatters')
        .map((symbol) => (log as unknown as Record<symbol, unknown>)[symbol]);
    const log: Logger = pino(
      { ...steady, formatters: { log: (merge) => merge }, serializers: { again: (value: string) => void log.info(value) } },
      lines,
    );
    const before = parts();
    telemetry.inSpan(() => log.info({ again: 'x' }));
    const after = parts();
    expect(before.length).toBe(2);
    expect(after.every((part, index) => part === before[index])).toBe(true);
  });

  it('has its own line end where loggers with different ones share a span', () => {
    stop = instrumentPino();
    telemetry.inSpan(() => {
      for (const crlf of [true, false]) pino({ ...steady, crlf }, lines).info('x');
    });
    expect(lines.texts.slice(-2).map((text) => text.slice(-3))).toEqual(['}\r\n', '"}\n']);
  });

  it('may begin the instrumentation, which then still ends', () => {
    const begin = (): void => {
      stop = instrumentPino();
    };
    const channel = tracingChannel('pino_asJson');
    const other = (): void => {};
    channel.start.subscribe(other);
    pino({ ...steady, serializers: { begin } }, lines).info({ begin: true });
    channel.start.unsubscribe(other);
    stop();
    expect(channel.hasSubscribers).toBe(false);
  });

  it('leaves a formatter that makes children working', () => {
    stop = instrumentPino();
    let child: Logger | undefined;
    const formatters = {
      log(merge: object): Record<string, unknown> {
        child ??= log.child({ c: 1 });
        return { ...merge, formatted: true };
      },
    };
    const log: Logger = pino({ ...steady, formatters }, lines);
    telemetry.inSpan(() => log.info({}));
    child?.info({}, 'x');
    expect(lines.last).toEqual({ level: 30, c: 1, formatted: true, msg: 'x' });
    telemetry.inSpan((span) => {
      child?.info({}, 'x');
      expect(lines.last).toEqual({ level: 30, c: 1, formatted: true, msg: 'x', ...idsOf(span) });
    });
  });
});

describe('instrumenting twice', () => {
  it('writes the fields once, named by the later call, until both have ended', () => {
    const log = pino({ ...steady, formatters: { log: (merge) => merge } }, lines);
    const plain = pino(steady, lines);
    const stopFirst = instrumentPino();
    stop = instrumentPino({ fields: 'ecs' });
    telemetry.inSpan((span) => {
      const { trace_id, span_id } = idsOf(span);
      for (const logger of [log, plain]) {
        logger.info('x');
        expect(lines.last).toEqual({ level: 30, msg: 'x', 'trace.id': trace_id, 'span.id': span_id });
      }
      stop();
      for (const logger of [log, plain]) {
        logger.info('x');
        expect(lines.last).toEqual({ level: 30, msg: 'x', ...idsOf(span) });
      }
      stopFirst();
      stopFirst();
      for (const logger of [log, plain]) {
        logger.info('x');
        expect(lines.last).toEqual({ level: 30, msg: 'x' });
      }
    });
  });
});

describe('what cannot be correlated', () => {
  it('is reported once and left alone: a pino without a line end, a frozen logger', () => {
    const messages = captureDiagnostics();
    stop = instrumentPino();
    const channel = tracingChannel('pino_asJson');
    class Future {}
    for (let repeat = 0; repeat < 2; repeat++) channel.traceSync(() => '{}\n', { instance: new Future(), arguments: [{}, 'x', 30, ''] });
    telemetry.inSpan(() => {
      const log = Object.freeze(pino(steady, lines));
      log.info('x');
      log.info('x');
    });
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
    expect(messages).toEqual([
      expect.stringContaining('this version of pino has no pino.chindings, pino.end, '),
      expect.stringContaining('a line could not be correlated: Cannot assign to read only property'),
    ]);
  });
});
