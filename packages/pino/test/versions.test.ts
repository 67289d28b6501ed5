import { createRequire } from 'node:module';
import { createRedactor, type Redactor } from '@telewright/logs';
import type pino from 'pino';
import type { LoggerOptions } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { correlate, instrumentPino, type Unsubscribe } from '../src/index.js';
import { CapturedLines } from './captured-lines.js';
import { type CapturedTelemetry, captureTelemetry, idsOf } from './captured-telemetry.js';

const require = createRequire(import.meta.url);
const broken = new TypeError('broken');
const base = { base: null, timestamp: false } as const;

let telemetry: CapturedTelemetry;
let stop: Unsubscribe = () => {};
beforeAll(() => {
  telemetry = captureTelemetry();
});
afterEach(() => stop());
afterAll(() => telemetry.stop());

type Pino = typeof pino;

/** What pino can do with a line, in all the versions: options, and what is logged. */
const features: Readonly<Record<string, readonly [options: LoggerOptions, log: (log: pino.Logger) => void]>> = {
  'plain text': [base, (log) => log.info('x')],
  'an object and a format': [base, (log) => log.info({ a: 1 }, 'x %s', 'y')],
  'an error': [base, (log) => log.error(broken, 'x')],
  'child loggers': [base, (log) => log.child({ c: 1 }).child({ d: 2 }).info({ a: 1 }, 'x')],
  'a child with serializers': [base, (log) => log.child({}, { serializers: { a: () => 'serialized' } }).info({ a: 1 }, 'x')],
  'custom levels': [
    { ...base, customLevels: { loud: 35 } },
    (log) => (log as unknown as Record<string, (text: string) => void>)['loud']?.('x'),
  ],
  formatters: [
    {
      ...base,
      formatters: {
        level: (label) => ({ severity: label }),
        bindings: () => ({ bound: true }),
        log: (object) => ({ ...object, formatted: 1 }),
      },
    },
    (log) => log.child({ c: 1 }).info({ a: 1 }, 'x'),
  ],
  'a messageKey': [{ ...base, messageKey: 'message' }, (log) => log.info({ a: 1 }, 'x')],
  'a nestedKey': [{ ...base, nestedKey: 'payload' }, (log) => log.info({ a: 1 }, 'x')],
  'a mixin': [{ ...base, mixin: () => ({ mixed: 1 }) }, (log) => log.info({ a: 1 }, 'x')],
  'its own redaction': [{ ...base, redact: ['user.name'] }, (log) => log.info({ user: { name: 'ann' } }, 'x')],
  'name, pid and host': [{ timestamp: false, name: 'app' }, (log) => log.info('x')],
  crlf: [{ ...base, crlf: true }, (log) => log.info('x')],
};

describe.each(['pino-8-0', 'pino-8', 'pino-9-9', 'pino-9', 'pino'])('%s', (version) => {
  const create = require(version) as Pino;

  it.each(Object.entries(features))('has its lines correlated, with %s', (_, [options, write]) => {
    const lines = new CapturedLines();
    const log = create(options, lines);
    write(log);
    const bare = lines.texts.pop() as string;
    stop = instrumentPino();
    telemetry.inSpan((span) => {
      write(log);
      expect(lines.texts).toHaveLength(1);
      expect(lines.texts[0]).toBe(bare.replace(/\}(\r?\n)$/, `${JSON.stringify(idsOf(span)).replace('{', ',').slice(0, -1)}}$1`));
    });
    write(log);
    expect(lines.texts[1]).toBe(bare);
  });

  it('writes to each stream of a multistream what it is to have', () => {
    const [all, errors] = [new CapturedLines(), new CapturedLines()];
    const log = create(base, create.multistream([{ stream: all }, { level: 'error', stream: errors }]));
    stop = instrumentPino({ redactor: createRedactor() });
    telemetry.inSpan((span) => {
      log.info({ password: 'hunter2' }, 'x');
      log.error({ password: 'hunter2' }, 'y');
      expect(all.texts.map((text) => JSON.parse(text))).toEqual([
        { level: 30, password: '[REDACTED]', msg: 'x', ...idsOf(span) },
        { level: 50, password: '[REDACTED]', msg: 'y', ...idsOf(span) },
      ]);
      expect(errors.texts).toEqual([all.texts[1]]);
    });
  });

  it('has its lines sent, once', () => {
    const log = create({ timestamp: false, name: 'orders' }, new CapturedLines());
    stop = instrumentPino({ sending: true, redactor: createRedactor() });
    const before = telemetry.records().length;
    const span = telemetry.inSpan((active) => {
      log.child({ c: 1 }).warn({ order: { id: 7, token: 't' }, err: broken }, 'x');
      return active.spanContext();
    });
    const [record, ...others] = telemetry.records().slice(before);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ body: 'x', severityNumber: 13, severityText: 'warn', instrumentationScope: { name: 'orders' } });
    expect(record?.spanContext).toMatchObject({ traceId: span.traceId, spanId: span.spanId });
    expect(record?.attributes).toEqual({
      c: 1,
      order: { id: 7, token: '[REDACTED]' },
      'exception.type': 'TypeError',
      'exception.message': 'broken',
      'exception.stacktrace': expect.stringContaining('TypeError: broken'),
    });
  });

  it('has its lines correlated by the explicit form', () => {
    const lines = new CapturedLines();
    const log = create(correlate(base), lines).child({ c: 1 });
    telemetry.inSpan((span) => {
      log.info({ a: 1 }, 'x');
      expect(lines.last).toEqual({ level: 30, c: 1, a: 1, msg: 'x', ...idsOf(span) });
    });
    log.info('y');
    expect(lines.last).toEqual({ level: 30, c: 1, msg: 'y' });
  });

  it('has secrets taken out of its lines, and nothing left behind', () => {
    const lines = new CapturedLines();
    const log = create({ ...base, redact: ['own'] }, lines);
    const child = log.child({ apiKey: 'k1' });
    stop = instrumentPino({ redactor: createRedactor() as Redactor });
    log.info({ own: 'o', headers: { Cookie: 'a=b' } }, 'to postgres://u:p@h/');
    child.info('x');
    log.info({ password: 'p' }, 'y');
    log.info('z');
    expect(lines.texts.map((text) => JSON.parse(text))).toEqual([
      { level: 30, own: '[Redacted]', headers: { Cookie: '[REDACTED]' }, msg: 'to postgres://[REDACTED]@h/' },
      { level: 30, apiKey: '[REDACTED]', msg: 'x' },
      { level: 30, password: '[REDACTED]', msg: 'y' },
      { level: 30, msg: 'z' },
    ]);
    stop();
    log.info({ password: 'p' }, 'not ours any more');
    expect(lines.last).toEqual({ level: 30, password: 'p', msg: 'not ours any more' });
  });
});
