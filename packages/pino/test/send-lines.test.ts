import { hostname } from 'node:os';
import { context, diag, type LogRecord, logs, SeverityNumber } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { InMemoryLogRecordExporter, LoggerProvider, type ReadableLogRecord, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import pino, { type Logger } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { correlate, instrumentPino, type Unsubscribe } from '../src/index.js';
import { captureDiagnostics } from './captured-diagnostics.js';
import { CapturedLines, steady } from './captured-lines.js';
import { type CapturedTelemetry, captureTelemetry } from './captured-telemetry.js';

let telemetry: CapturedTelemetry;
let stop: Unsubscribe = () => {};
const lines = new CapturedLines();

beforeEach(() => {
  telemetry = captureTelemetry();
});
afterEach(() => {
  stop();
  telemetry.stop();
  diag.disable();
});

/** Sends one line and gives its record. */
function send(log: Pick<Logger, 'info'>, ...line: [object, string?]): ReadableLogRecord {
  stop();
  stop = instrumentPino({ sending: true });
  log.info(...line);
  const record = telemetry.records().at(-1);
  if (!record) throw new Error('nothing was sent');
  return record;
}

describe('a sent line', () => {
  it('is a record with time, severity, body, attributes, trace context and the name of the logger as scope', () => {
    const log = pino({ name: 'orders' }, lines);
    const before = Date.now();
    const { record, span } = telemetry.inSpan((active) => ({
      record: send(log, { order: { id: 7, lines: [1, { sku: 'a' }] }, total: 9.5, paid: true, note: null }, 'order placed'),
      span: active.spanContext(),
    }));
    const time = lines.last['time'] as number;
    expect(record).toMatchObject({
      hrTime: [Math.floor(time / 1000), (time % 1000) * 1e6],
      severityNumber: SeverityNumber.INFO,
      severityText: 'info',
      body: 'order placed',
      instrumentationScope: { name: 'orders' },
      spanContext: { traceId: span.traceId, spanId: span.spanId, traceFlags: 1 },
    });
    expect(record.eventName).toBeUndefined();
    expect(record.attributes).toEqual({ order: { id: 7, lines: [1, { sku: 'a' }] }, total: 9.5, paid: true, note: null });
    expect(record.hrTimeObserved[0] * 1000 + record.hrTimeObserved[1] / 1e6).toBeGreaterThanOrEqual(before);
  });

  it('has a severity for each level, its own label for a custom one', () => {
    const log = pino({ ...steady, level: 'trace', customLevels: { loud: 35 } }, lines);
    stop = instrumentPino({ sending: true });
    for (const level of ['trace', 'debug', 'info', 'loud', 'warn', 'error', 'fatal'] as const) log[level](level);
    expect(telemetry.records().map(({ severityNumber, severityText, body }) => [severityNumber, severityText, body])).toEqual([
      [1, 'trace', 'trace'],
      [5, 'debug', 'debug'],
      [9, 'info', 'info'],
      [11, 'loud', 'loud'],
      [13, 'warn', 'warn'],
      [17, 'error', 'error'],
      [21, 'fatal', 'fatal'],
    ]);
  });

  it('has the scope @telewright/pino when the logger has no name, and children keep the scope of their logger', () => {
    expect(send(pino(steady, lines), {}, 'x').instrumentationScope.name).toBe('@telewright/pino');
    const child = pino({ name: 'orders' }, lines).child({ name: 'ann' });
    expect(send(child, {}, 'x')).toMatchObject({ instrumentationScope: { name: 'orders' }, attributes: { name: 'ann' } });
  });

  it('is what was written: redacted, serialized, formatted, without what was left out', () => {
    const log = pino(
      {
        ...steady,
        redact: { paths: ['password', 'card.number'], censor: '***' },
        serializers: { user: ({ id }: { id: number }) => id },
        formatters: { log: (merge) => ({ ...merge, formatted: true }) },
        mixin: () => ({ mixed: 1 }),
      },
      lines,
    );
    const { attributes } = send(log, { password: 'p', card: { number: '4111' }, user: { id: 7, secret: 's' }, gone: undefined }, 'x');
    expect(attributes).toEqual({ password: '***', card: { number: '***' }, user: 7, formatted: true, mixed: 1 });
  });

  it('is what hooks.streamWrite makes of it', () => {
    const log = pino({ ...steady, hooks: { streamWrite: (line) => line.replaceAll('hunter2', '***') } }, lines);
    expect(send(log, { login: 'hunter2' }, 'it is hunter2')).toMatchObject({ body: 'it is ***', attributes: { login: '***' } });
  });

  it('leaves out of the attributes what the record and its resource say, whatever its name in the line', () => {
    const base = { pid: process.pid, hostname: hostname() };
    const options = { messageKey: 'message', formatters: { level: (label: string) => ({ severity: label }) } };
    expect(send(pino({ ...options, base }, lines), { a: 1 }, 'x')).toMatchObject({ body: 'x', attributes: { a: 1 } });
    expect(Object.keys(telemetry.records().at(-1)?.attributes ?? {})).toEqual(['a']);
    expect(Object.keys(lines.last)).toEqual(['severity', 'time', 'pid', 'hostname', 'a', 'message']);
  });

  it("keeps the caller's own fields of such a name", () => {
    const mine = { level: 'high', time: 'noon', pid: 1, hostname: 'other', name: 'ann', trace_id: 'mine' };
    expect(telemetry.inSpan(() => send(pino({}, lines), mine, 'x')).attributes).toEqual(mine);
  });

  it('does not repeat the ids as attributes, under whatever name and by whatever way they came', () => {
    telemetry.inSpan(() => {
      expect(send(pino(correlate(steady), lines), { a: 1 }, 'x').attributes).toEqual({ a: 1 });
      stop();
      stop = instrumentPino({ sending: true, fields: 'gcp' });
      pino(steady, lines).info({ a: 1 }, 'x');
      expect(lines.last['logging.googleapis.com/trace_sampled']).toBe(true);
      expect(telemetry.records().at(-1)?.attributes).toEqual({ a: 1 });
    });
  });

  it('does not repeat them either where another line was written within it', () => {
    const log = pino({ serializers: { again: (value: string) => void log.info(value) } }, lines);
    const record = telemetry.inSpan(() => send(log, { again: 'inner', a: 1 }));
    expect(lines.last).toMatchObject({ a: 1, trace_id: expect.any(String) });
    expect(record.attributes).toEqual({ a: 1 });
  });

  it('has no body when there is no message, and the event name that the line gives', () => {
    const record = send(pino(steady, lines), { 'event.name': 'order.placed', a: 1 });
    expect([record.body, record.eventName, record.attributes]).toEqual([undefined, 'order.placed', { a: 1 }]);
  });

  it.each([
    ['epochTime', () => pino.stdTimeFunctions.epochTime()],
    ['unixTime', () => ',"time":1700000000'],
    ['isoTime', () => ',"time":"2023-11-14T22:13:20.000Z"'],
    ['a time of its own', () => ',"@timestamp":"2023-11-14T22:13:20.000Z"'],
  ])('has the time that %s gives', (name, timestamp) => {
    const { hrTime, attributes } = send(pino({ base: null, timestamp }, lines), {}, 'x');
    const time = lines.last['time'] as number;
    expect(hrTime).toEqual(name === 'epochTime' ? [Math.floor(time / 1000), (time % 1000) * 1e6] : [1700000000, 0]);
    expect(attributes).toEqual({});
  });

  it('has the time of now where the line has none, or none that can be read', () => {
    for (const timestamp of [false, () => ',"time":"noon"']) {
      const { hrTime, hrTimeObserved } = send(pino({ base: null, timestamp }, lines), {}, 'x');
      expect(hrTime).toEqual(hrTimeObserved);
    }
  });
});

describe('an error', () => {
  const error = new TypeError('broken');

  it('becomes the exception attributes', () => {
    const record = send(pino(steady, lines), error);
    expect(record.body).toBe('broken');
    expect(record.attributes).toEqual({
      'exception.type': 'TypeError',
      'exception.message': 'broken',
      'exception.stacktrace': error.stack,
    });
  });

  it('keeps under its key what else it carries, and is found under an errorKey of its own and under a nestedKey', () => {
    const coded = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const exception = { 'exception.type': 'Error', 'exception.message': 'refused', 'exception.stacktrace': coded.stack };
    expect(send(pino({ ...steady, errorKey: 'failure' }, lines), coded).attributes).toEqual({
      ...exception,
      failure: { code: 'ECONNREFUSED' },
    });
    expect(send(pino({ ...steady, nestedKey: 'payload' }, lines), { a: 1, err: coded }).attributes).toEqual({
      ...exception,
      payload: { a: 1, err: { code: 'ECONNREFUSED' } },
    });
  });

  it('stays as it is when it is not one', () => {
    expect(send(pino(steady, lines), { err: 'late' }, 'x').attributes).toEqual({ err: 'late' });
    expect(send(pino(steady, lines), { err: { reason: 1 } }, 'x').attributes).toEqual({ err: { reason: 1 } });
  });
});

describe('what is sent', () => {
  it('is each line once, however many instrument pino', () => {
    stop = instrumentPino({ sending: true });
    const stopSecond = instrumentPino({ sending: true });
    const log = pino(steady, lines);
    log.info('x');
    expect(telemetry.records().length).toBe(1);
    stop();
    log.info('x');
    stopSecond();
    log.info('x');
    expect(telemetry.records().length).toBe(2);
  });

  it('is nothing by default', () => {
    stop = instrumentPino();
    pino(steady, lines).info('x');
    expect(telemetry.records()).toEqual([]);
  });

  it('goes to the provider given, or to a global one that is registered later', () => {
    const exporter = new InMemoryLogRecordExporter();
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
    const log = pino(steady, lines);
    stop = instrumentPino({ sending: true, loggerProvider: provider });
    log.info('given');
    stop();
    expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(['given']);
    logs.disable();
    stop = instrumentPino({ sending: true });
    log.info('nobody listens');
    logs.setGlobalLoggerProvider(provider);
    log.info('later');
    expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(['given', 'later']);
    logs.disable();
    const other = new InMemoryLogRecordExporter();
    logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: other })] }));
    log.info('replaced');
    expect(other.getFinishedLogRecords().map(({ body }) => body)).toEqual(['replaced']);
  });

  it('leaves out what the provider has no use for, before the line is parsed', () => {
    const exporter = new InMemoryLogRecordExporter();
    const loggerConfigurator = () => ({ enabled: true, minimumSeverity: SeverityNumber.WARN, traceBased: false });
    const loggerProvider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })], loggerConfigurator });
    stop = instrumentPino({ sending: true, loggerProvider });
    let writes = 0;
    const streamWrite = (line: string): string => {
      writes++;
      return line;
    };
    const log = pino({ ...steady, hooks: { streamWrite } }, lines);
    log.info('x');
    log.warn('y');
    expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(['y']);
    // pino calls the hook once a line, the sending once more for the one that is sent.
    expect(writes).toBe(3);
  });

  it('leaves out lines that are written with tracing suppressed, as exporters do, or while a line is being sent', () => {
    const log = pino(steady, lines);
    const exporter = new InMemoryLogRecordExporter();
    const chatty = {
      onEmit: () => log.info('emitting'),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    };
    const loggerProvider = new LoggerProvider({ processors: [chatty, new SimpleLogRecordProcessor({ exporter })] });
    stop = instrumentPino({ sending: true, loggerProvider });
    context.with(suppressTracing(context.active()), () => log.info('exporting'));
    lines.texts.length = 0;
    log.info('x');
    expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(['x']);
    expect(lines.texts).toEqual(['{"level":30,"msg":"emitting"}\n', '{"level":30,"msg":"x"}\n']);
  });

  it('leaves out a line that is no JSON, reported once, and never throws into the logger', () => {
    const messages = captureDiagnostics();
    const failing = { getLogger: () => ({ enabled: () => true, emit: () => fail() }) };
    const fail = (): void => {
      throw new Error('emit');
    };
    const log = pino({ ...steady, hooks: { streamWrite: (line) => `# ${line}` } }, lines);
    stop = instrumentPino({ sending: true });
    log.info('x');
    log.info('y');
    stop();
    stop = instrumentPino({ sending: true, loggerProvider: failing });
    pino(steady, lines).info('z');
    expect(telemetry.records()).toEqual([]);
    expect(lines.last).toEqual({ level: 30, msg: 'z' });
    expect(messages).toEqual([
      expect.stringContaining('a line is no JSON, so it is not sent: '),
      '@telewright/pino: a line could not be sent: emit',
    ]);
  });

  it('keeps a field named __proto__ from changing the attributes', () => {
    const emitted: LogRecord[] = [];
    const loggerProvider = { getLogger: () => ({ enabled: () => true, emit: (record: LogRecord) => void emitted.push(record) }) };
    stop = instrumentPino({ sending: true, loggerProvider });
    pino(steady, lines).info(JSON.parse('{"__proto__":{"polluted":true},"a":1}') as object, 'x');
    expect(lines.texts.at(-1)).toContain('"__proto__":{"polluted":true}');
    expect(emitted[0]?.attributes).toEqual({ a: 1 });
    expect(Object.getPrototypeOf(emitted[0]?.attributes)).toBe(Object.prototype);
  });
});
