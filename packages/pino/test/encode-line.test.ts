import { hostname } from 'node:os';
import { logs } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { createLogQueue, type LogQueue, type ScopeData } from '@telewright/otlp';
import { LoggerProvider, type LogRecordSink } from '@telewright/recorder';
import pino, { type Logger, type LoggerOptions } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { decode } from '../../otlp/test/decode.js';
import { instrumentPino } from '../src/index.js';
import { type CapturedTelemetry, captureTelemetry } from './captured-telemetry.js';

const resource = resourceFromAttributes({ 'service.name': 'shop' });
let telemetry: CapturedTelemetry | undefined;

afterEach(() => {
  telemetry?.stop();
  vi.restoreAllMocks();
});

type Write = (log: Logger) => void;

/** How lines become records: by parsing them, or each by its own encoding, at once or several together. */
type Way = 'parsed' | 'at once' | 'together';

/** Sends what is written, and gives the decoded records and how many of them encoded themselves. */
function send(write: Write, options: LoggerOptions, way: Way, limits = {}): { records: unknown[]; encoded: number } {
  const queue: LogQueue = createLogQueue({ url: 'http://127.0.0.1:9/v1/logs', delayMillis: 600_000, ready: new Promise(() => {}) });
  let encoded = 0;
  const sink: LogRecordSink = {
    add: (record: ReadableLogRecord) => queue.add(record as never),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  if (way === 'together') sink.holdBack = (held) => queue.holdBack(held);
  if (way !== 'parsed') {
    sink.addSelfEncoding = (record, of, scope) => {
      const added = queue.addSelfEncoding(record, of, scope as ScopeData);
      if (added) encoded++;
      return added;
    };
  }
  const provider = new LoggerProvider({ resource, sinks: [sink], logRecordLimits: limits });
  const stop = instrumentPino({ sending: true, loggerProvider: provider, labels: { team: 'shop' } });
  write(pino(options, { write: () => undefined }) as Logger);
  stop();
  const records = queue.unsent().flatMap(({ body }) => decode('LogsData', body).resourceLogs.map(plain));
  return { records, encoded };
}

/** Gives the bodies of the records of each request. */
function bodies(queue: LogQueue): string[][] {
  return queue.unsent().map(({ body }) => {
    const [{ scopeLogs }] = decode('LogsData', body).resourceLogs as [{ scopeLogs: { logRecords: { body: { stringValue: string } }[] }[] }];
    return scopeLogs.flatMap(({ logRecords }) => logRecords.map((record) => record.body.stringValue));
  });
}

/** Gives a queue and a provider whose loggers may hold lines back, and counts the records that have come to the queue. */
function holding(): { queue: LogQueue; provider: LoggerProvider; arrived(): number } {
  const queue = createLogQueue({ url: 'http://127.0.0.1:9/v1/logs', delayMillis: 600_000, ready: new Promise(() => {}) });
  let arrived = 0;
  const sink: LogRecordSink = {
    add(record: ReadableLogRecord) {
      arrived++;
      queue.add(record as never);
    },
    addSelfEncoding(record, of, scope) {
      arrived++;
      return queue.addSelfEncoding(record, of, scope as ScopeData);
    },
    holdBack: (held) => queue.holdBack(held),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  return { queue, provider: new LoggerProvider({ resource, sinks: [sink] }), arrived: () => arrived };
}

/** Leaves out the order of attributes. */
function plain({ scopeLogs, ...rest }: Record<string, unknown>): unknown {
  const scopes = (scopeLogs as { logRecords: Record<string, unknown>[] }[]).map(({ logRecords, ...scope }) => ({
    ...scope,
    logRecords: logRecords.map(({ attributes, ...record }) => ({
      ...record,
      attributes: ((attributes ?? []) as { key: string }[]).toSorted((one, other) => (one.key < other.key ? -1 : 1)),
    })),
  }));
  return { ...rest, scopeLogs: scopes };
}

const timestamp = (): string => ',"time":1764054000123';
const cyclic: Record<string, unknown> = { name: 'ring' };
cyclic['self'] = cyclic;
const failure = Object.assign(new Error('no'), { stack: 'Error: no\n    at pay (pay.js:1:2)', code: 7 });
const failureOfType = Object.assign(new TypeError('broken'), { stack: 'TypeError: broken\n    at pay (pay.js:1:2)' });
class Money {
  constructor(readonly cents: number) {}
  toJSON(): string {
    return `${this.cents / 100} EUR`;
  }
}

/** What is written, with which options, and how many of the lines are encoded by themselves. */
const cases: readonly [name: string, encoded: number, write: Write, options?: LoggerOptions][] = [
  ['a message', 1, (log) => log.info('order placed')],
  [
    'fields of every kind',
    1,
    (log) => log.info({ text: 'é😀"\\\n', int: 7, float: 1.5, yes: true, no: null, list: [1, 'a', [true]], map: { a: { b: 1 } } }, 'x'),
  ],
  [
    'formatted messages',
    2,
    (log) => {
      log.info('%s has %d', 'ann', 7);
      log.info({ a: 1 }, 'of %o', { b: 2 });
    },
  ],
  [
    'dates, bigints, toJSON, NaN, undefined, functions, symbols',
    1,
    (log) =>
      log.info(
        { date: new Date(0), big: 2n ** 70n, money: new Money(250), nan: NaN, gone: undefined, call: () => 1, sign: Symbol('a') },
        'x',
      ),
  ],
  ['cycles and deep nesting', 1, (log) => log.info({ cyclic, deep: { a: { b: { c: { d: { e: {} } } } } } }, 'x')],
  [
    'arrays and strings as such',
    2,
    (log) => {
      log.info(['a', 1] as never);
      log.info('😀'.repeat(3_000));
      log.info({ lone: 'a\ud800b', pair: '\ud83d\ude00' }, 'lone \udc00');
    },
  ],
  ['a line too long to be read', 0, (log) => log.info({ long: 'x'.repeat(20_000) }, 'x')],
  [
    'errors',
    0,
    (log) => {
      log.error(failureOfType);
      log.error({ err: failure }, 'x');
      log.error({ err: 'text' }, 'x');
    },
  ],
  ['errors under other names', 1, (log) => log.warn({ cause: failure, code: 7 }, 'x')],
  [
    'every level, and one of its own',
    7,
    (log) => {
      for (const level of ['trace', 'debug', 'info', 'loud', 'warn', 'error', 'fatal'] as const)
        (log as never as Record<string, (text: string) => void>)[level]?.('x');
    },
    { level: 'trace', customLevels: { loud: 35 } },
  ],
  [
    'levels with labels and fields',
    1,
    (log) => {
      log.info({ a: 1 }, 'x');
      log.info({ severity: 'mine' }, 'y');
      log.warn({ rank: 3 }, 'z');
    },
    { formatters: { level: (label, number) => ({ severity: label, rank: number }) } },
  ],
  ['a level that is more than that', 0, (log) => log.info({ a: 1 }, 'x'), { formatters: { level: (label) => ({ level: { label } }) } }],
  [
    'a messageKey',
    2,
    (log) => {
      log.info({ msg: 'a field' }, 'x');
      log.info({ message: 'mine' });
      log.info({ message: 'twice' }, 'x');
    },
    { messageKey: 'message' },
  ],
  ['a messageKey that is a name of ours', 0, (log) => log.info({ a: 1 }), { messageKey: 'time' }],
  [
    'an errorKey',
    1,
    (log) => {
      log.info({ error: failure }, 'x');
      log.info({ err: 7 }, 'x');
    },
    { errorKey: 'error' },
  ],
  ['a nestedKey', 0, (log) => log.info({ a: 1, err: failure }, 'x'), { nestedKey: 'payload' }],
  [
    'children',
    3,
    (log) => {
      const child = log.child({ module: 'cart', user: { id: 7 } });
      child.info({ a: 1 }, 'x');
      child.child({ step: 2 }).warn('y');
      child.info({ module: 'other' }, 'z');
      log.info({ module: 'again' }, 'x');
    },
  ],
  [
    'children with names that mean something',
    2,
    (log) => {
      log.child({ 'event.name': 'placed' }).info('x');
      log.child({ trace_id: 'mine' }).info('x');
      log.child({ err: failure }).info('x');
      log.child({ level: 'high' }).info('x');
      log.child({ name: 'ann', pid: 1, hostname: 'other' }).info('x');
      log.child({ a: 1 }).child({ a: 2 }).info({ a: 3 });
    },
  ],
  [
    'bindings of the process',
    2,
    (log) => {
      log.info({ a: 1 }, 'x');
      log.child({ b: 1 }).info('y');
    },
    { base: { pid: process.pid, hostname: hostname(), zone: 'é' }, name: 'orders' },
  ],
  [
    'other values of such names',
    0,
    (log) => {
      log.info({ pid: 1, hostname: 'other' }, 'x');
      log.info({ name: 'ann' });
      log.info({ 'event.name': 'placed' });
    },
    { name: 'orders' },
  ],
  [
    'names that mean something',
    1,
    (log) => {
      log.info({ time: 'noon' });
      log.info({ level: 'high' });
      log.info({ trace_id: 'mine' });
      log.info({ team: 'other' });
      log.info(JSON.parse('{"__proto__":{"a":1},"b":2}'));
      log.info({ '': 1, b: 2 });
      log.info({ 7: 'a', b: 'c' });
      log.info({ mgs: 1, tame: 2 });
    },
  ],
  [
    'mixins and formatters',
    2,
    (log) => {
      log.info({ a: 1 }, 'x');
      log.info('y');
    },
    { mixin: () => ({ mixed: 1 }), formatters: { log: (merge) => ({ ...merge, formatted: true }), bindings: () => ({ bound: 1 }) } },
  ],
  [
    'serializers and redaction',
    1,
    (log) => log.info({ password: 'p', card: { number: '4111' }, user: { id: 7 } }, 'x'),
    { redact: { paths: ['password', 'card.number'], censor: '***' }, serializers: { user: ({ id }: { id: number }) => id } },
  ],
  [
    'a serializer that logs and binds',
    1,
    (log) => log.info({ user: 1 }, 'outer'),
    {
      serializers: {
        user: function (this: unknown) {
          inner?.info('inner');
          inner?.setBindings({ late: 1 });
          return 'ann';
        },
      },
    },
  ],
  ['a message prefix', 1, (log) => log.child({}, { msgPrefix: '[cart] ' }).info('x')],
  [
    'a hook that changes the line',
    0,
    (log) => log.info({ login: 'hunter2' }, 'x'),
    { hooks: { streamWrite: (line) => line.replaceAll('hunter2', '***') } },
  ],
  ['times in other forms', 1, (log) => log.info('x'), { timestamp: () => ',"@timestamp":"2025-11-25T07:00:00.123456789Z"' }],
  ['no time', 1, (log) => log.info('x'), { timestamp: false }],
  ['a time with more to it', 0, (log) => log.info('x'), { timestamp: () => ',"time":1764054000123,"zone":"utc"' }],
  [
    'more attributes than there may be',
    0,
    (log) => log.info(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`a${index}`, index])), 'x'),
  ],
];

let inner: Logger | undefined;

it.each(cases)('is the same record as when it is parsed: %s', (_name, encoded, write, options = {}) => {
  telemetry = captureTelemetry();
  vi.spyOn(Date, 'now').mockReturnValue(1764054000456);
  const all = { timestamp, base: null, ...options };
  const writeAll: Write = (log) => {
    inner = log;
    write(log);
  };
  telemetry.inSpan(() => {
    const parsed = send(writeAll, all, 'parsed');
    expect(parsed.records).not.toEqual([]);
    expect(send(writeAll, all, 'at once')).toEqual({ records: parsed.records, encoded });
    expect(send(writeAll, all, 'together')).toEqual({ records: parsed.records, encoded });
  });
  const parsed = send(writeAll, all, 'parsed');
  for (const way of ['at once', 'together'] as const) expect(send(writeAll, all, way).records).toEqual(parsed.records);
});

it('is not encoded by itself where records have limits, which it would not keep', () => {
  const long: Write = (log) => log.info({ text: 'x'.repeat(30), a: 1, b: 2 }, 'x');
  for (const limits of [{ attributeValueLengthLimit: 10 }, { attributeCountLimit: 2 }]) {
    const { records, encoded } = send(long, {}, 'together', limits);
    expect(encoded).toBe(0);
    expect(records).toHaveLength(1);
  }
});

function observedTimes(log: (log: Logger) => void, timestamp: () => string, way: Way): unknown[] {
  const { records, encoded } = send(log, { timestamp }, way);
  expect(encoded).toBe(2);
  const [{ scopeLogs }] = records as [{ scopeLogs: { logRecords: { observedTimeUnixNano: unknown }[] }[] }];
  return scopeLogs.flatMap(({ logRecords }) => logRecords.map(({ observedTimeUnixNano }) => String(observedTimeUnixNano)));
}

it.each(['at once', 'together'] as const)(
  'takes what a line says for the time at which it is observed only where that is now: %s',
  (way) => {
    const now = vi.spyOn(Date, 'now').mockReturnValue(1764054000125);
    const write = (log: Logger): void => {
      log.info('one');
      now.mockReturnValue(1764054000129);
      log.info('two');
    };
    const own = ',"time":1764054000123';
    expect(observedTimes(write, () => own, way)).toEqual(['1764054000125000000', '1764054000125000000']);
    now.mockReturnValue(1764054000125);
    expect(observedTimes(write, () => ',"time":1764054000000', way)).toEqual(['1764054000125000000', '1764054000129000000']);
    // Of a second, which says nothing of the millisecond.
    now.mockReturnValue(1764054000005);
    expect(observedTimes(write, () => ',"time":1764054000', way)).toEqual(['1764054000005000000', '1764054000129000000']);
    now.mockReturnValue(1764054000125);
    expect(observedTimes(write, () => `,"time":${Date.now()}`, way)).toEqual(['1764054000125000000', '1764054000129000000']);
  },
);

it('is observed when it was written, also where it has waited and has to be parsed in the end', () => {
  const now = vi.spyOn(Date, 'now').mockReturnValue(1764054000125);
  const { records, encoded } = send(
    (log) => {
      log.info({ level: 'high' }, 'x');
      now.mockReturnValue(1764054000129);
    },
    { timestamp: () => '' },
    'together',
  );
  expect(encoded).toBe(0);
  const [{ scopeLogs }] = records as [{ scopeLogs: [{ logRecords: [{ timeUnixNano: unknown; observedTimeUnixNano: unknown }] }] }];
  const [{ timeUnixNano, observedTimeUnixNano }] = scopeLogs[0].logRecords;
  expect([timeUnixNano, observedTimeUnixNano].map(String)).toEqual(['1764054000125000000', '1764054000125000000']);
});

const quiet = (): Logger => pino({ base: null }, { write: () => undefined }) as Logger;

it('waits for 15 others, and keeps the order of all', () => {
  const { queue, provider, arrived } = holding();
  const stop = instrumentPino({ sending: true, loggerProvider: provider });
  const log = quiet();
  const texts = Array.from({ length: 40 }, (_, index) =>
    index % 7 === 3 ? `${index} ${'€😀'.repeat(index * 8)}` : `${index} ${'x'.repeat(index)}`,
  );
  const counts = texts.map((text) => {
    log.info(text);
    return arrived();
  });
  expect(counts.filter((count, index) => count !== counts[index - 1])).toEqual([0, 16, 32]);
  expect(bodies(queue)).toEqual([texts]);
  expect(arrived()).toBe(40);
  log.info('late');
  expect(arrived()).toBe(40);
  expect(queue.state.items).toBe(41);
  stop();
});

it('does not wait where it is an error, or too long, and then the lines before it do not either', () => {
  const { queue, provider, arrived } = holding();
  const stop = instrumentPino({ sending: true, loggerProvider: provider });
  const log = quiet();
  const long = 'x'.repeat(3_000);
  log.info('one');
  log.error('two');
  expect(arrived()).toBe(2);
  log.warn('three');
  log.info(long);
  expect(arrived()).toBe(4);
  log.info('five');
  expect(arrived()).toBe(4);
  stop();
  expect(bodies(queue)).toEqual([['two'], ['one', 'three', long, 'five']]);
});

it('has not to wait any more when its provider shuts down, or is followed by another', async () => {
  const [first, second] = [holding(), holding()];
  logs.setGlobalLoggerProvider(first.provider);
  const stop = instrumentPino({ sending: true });
  const log = quiet();
  log.info('one');
  logs.disable();
  logs.setGlobalLoggerProvider(second.provider);
  log.info('two');
  expect([first.arrived(), second.arrived()]).toEqual([1, 0]);
  await second.provider.shutdown();
  expect(second.arrived()).toBe(1);
  log.info('three');
  log.error('four');
  expect(second.arrived()).toBe(1);
  stop();
  logs.disable();
  expect([bodies(first.queue), bodies(second.queue)]).toEqual([[['one']], [['two']]]);
});
