import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { type LoggerProvider, logs } from '@opentelemetry/api';
import { logs as olderLogs } from 'installed-api-logs';
import log4js from 'log4js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import winston from 'winston';
import {
  bridgeApiLogs,
  bunyanStream,
  createRedactor,
  instrumentConsole,
  log4jsAppender,
  log4jsLayout,
  setProcessLogging,
  traceFields,
  winstonFormat,
  winstonTransport,
} from '../../src/index.js';
import { type CapturedTelemetry, captureTelemetry } from '../captured-telemetry.js';

let telemetry: CapturedTelemetry;
beforeEach(() => {
  telemetry = captureTelemetry();
});
afterEach(() => telemetry.stop());

const redactor = createRedactor();
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const ids = { trace_id: traceId, span_id: spanId, trace_flags: '01' };
const inSpan = <T>(work: () => T): T => telemetry.inContextOf({ traceId, spanId, traceFlags: 1 }, work);

function sink(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk));
      done();
    },
  });
}

describe('console', () => {
  /** The lines that were written, each as the console would format it. */
  function written(work: (to: Console) => void): string[] {
    const lines: string[] = [];
    work(new Console(sink((text) => lines.push(text))));
    return lines;
  }

  it('has lines correlated as text or JSON, redacted and sent, until it is stopped', () => {
    const stop = instrumentConsole({ sending: true, redactor });
    const lines = written((to) => {
      inSpan(() => {
        to.log('100% of %d', 5, { token: 't' });
        to.error('{"trace_id":"mine"}');
        to.info('{}');
        to.debug('%% stays');
      });
      to.log('outside %s', 'a span');
      to.warn(new Error('password=x'));
      stop();
      to.log('not ours', { token: 't' });
    });
    const text = `trace_id=${traceId} span_id=${spanId} trace_flags=01`;
    expect(lines.slice(0, 5)).toEqual([
      `100% of 5 { token: '[REDACTED]' } ${text}\n`,
      `{"trace_id":"mine","span_id":"${spanId}","trace_flags":"01"}\n`,
      `{"trace_id":"${traceId}","span_id":"${spanId}","trace_flags":"01"}\n`,
      `%% stays ${text}\n`,
      'outside a span\n',
    ]);
    expect(lines[5]).toMatch(/^Error: password=\[REDACTED\]\n {4}at /);
    expect(lines[6]).toBe("not ours { token: 't' }\n");
    const sent = telemetry.records().map(({ severityNumber, body, spanContext }) => [severityNumber, body, spanContext?.traceId]);
    expect(sent.slice(0, 5)).toEqual([
      [9, "100% of 5 { token: '[REDACTED]' }", traceId],
      [17, '{"trace_id":"mine"}', traceId],
      [9, '{}', traceId],
      [5, '%% stays', traceId],
      [9, 'outside a span', undefined],
    ]);
    expect(telemetry.records()[5]?.attributes).toMatchObject({ 'exception.type': 'Error', 'exception.message': 'password=[REDACTED]' });
    expect(telemetry.records()).toHaveLength(6);
  });
});

describe('winston', () => {
  const messages: string[] = [];
  const output = new winston.transports.Stream({ stream: sink((text) => messages.push(text)) });

  it('gets the ids, lets fields of the same name win, and leaves what was logged as it is', () => {
    const log = winston.createLogger({
      format: winston.format.combine(winstonFormat({ redactor }), winston.format.json()),
      transports: [output],
    });
    const mine = { level: 'info', message: 'x', span_id: 'mine', password: 'p' };
    inSpan(() => log.log(mine));
    expect(JSON.parse(messages.at(-1) as string)).toEqual({ ...ids, level: 'info', message: 'x', span_id: 'mine', password: '[REDACTED]' });
    expect(Object.entries(mine)).toEqual(Object.entries({ level: 'info', message: 'x', span_id: 'mine', password: 'p' }));
  });

  it('sends from its level on, with the event name and time of the line', () => {
    const log = winston.createLogger({
      level: 'debug',
      format: winston.format.timestamp(),
      transports: [winstonTransport({ level: 'warn' })],
    });
    log.info('below');
    log.warn('x', { 'event.name': 'order.placed', timestamp: '2026-01-01T00:00:00.000Z' });
    log.child({ c: 1 }).error('y');
    expect(telemetry.records().map(({ body, eventName, severityText }) => [body, eventName, severityText])).toEqual([
      ['x', 'order.placed', 'warn'],
      ['y', undefined, 'error'],
    ]);
    expect(telemetry.records()[1]?.attributes).toEqual({ c: 1 });
  });

  it("is not sent twice beside OpenTelemetry's own transport", () => {
    class OpenTelemetryTransportV3 extends winston.transports.Stream {}
    const own = new OpenTelemetryTransportV3({ stream: sink(() => undefined) });
    winston.createLogger({ transports: [own, winstonTransport()] }).info('x');
    expect(telemetry.records()).toEqual([]);
  });
});

describe('bunyan', () => {
  it('writes what holds itself, and has no line sent without being told to', () => {
    const lines: string[] = [];
    const { stream } = bunyanStream({ destination: { write: (line) => lines.push(line) }, level: 'warn', redactor });
    const record: Record<string, unknown> = { name: 'app', level: 40, msg: 'x', time: new Date(0), big: 1n, v: 0, trace_id: 'mine' };
    record['self'] = record;
    inSpan(() => stream.write(record));
    expect(JSON.parse(lines[0] as string)).toEqual({
      name: 'app',
      level: 40,
      msg: 'x',
      time: '1970-01-01T00:00:00.000Z',
      big: '1',
      v: 0,
      trace_id: 'mine',
      self: '[Circular]',
      span_id: spanId,
      trace_flags: '01',
    });
    expect(telemetry.records()).toEqual([]);
  });
});

describe('log4js', () => {
  it('has its context as fields and the category as scope', () => {
    const lines: string[] = [];
    log4js.addLayout('json', log4jsLayout({ redactor }));
    const keep = {
      configure: (_: unknown, layouts: { layout(name: string): (event: unknown) => string }) => (event: unknown) =>
        void lines.push(layouts.layout('json')(event)),
    };
    log4js.configure({
      appenders: { out: { type: keep as never }, otel: { type: log4jsAppender({ redactor }) as never } },
      categories: { default: { appenders: ['out', 'otel'], level: 'info' } },
    });
    const log = log4js.getLogger('orders');
    log.addContext('cookie', 'a=b');
    inSpan(() => log.error('placed %d', 7));
    log.fatal(new TypeError('broken'));
    expect(JSON.parse(lines[0] as string)).toEqual({
      time: expect.any(String),
      level: 'ERROR',
      category: 'orders',
      cookie: '[REDACTED]',
      msg: 'placed 7',
      ...ids,
    });
    const [first, second] = telemetry.records();
    expect(first).toMatchObject({ body: 'placed 7', severityText: 'ERROR', severityNumber: 17, instrumentationScope: { name: 'orders' } });
    expect([first?.attributes, second?.body]).toEqual([{ cookie: '[REDACTED]' }, 'broken']);
    expect(second?.attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'broken' });
  });
});

describe('any other logger', () => {
  it('gets the ids under the names that the process chose, and nothing outside of a span', () => {
    expect(traceFields()).toEqual({});
    expect(inSpan(traceFields)).toEqual(ids);
    const takeBack = setProcessLogging({ fields: 'ecs', redactor: undefined });
    expect(inSpan(traceFields)).toEqual({ 'trace.id': traceId, 'span.id': spanId });
    takeBack();
    expect(inSpan(traceFields)).toEqual(ids);
  });
});

describe('telemetry that a preload has left for later', () => {
  it('is started by the first line, which is redacted already', () => {
    const pending = Symbol.for('telewright.pending');
    const global = globalThis as Record<symbol, unknown>;
    let takeBack = (): void => {};
    global[pending] = () => {
      delete global[pending];
      takeBack = setProcessLogging({ fields: 'otel', redactor });
    };
    const { transform } = winstonFormat();
    expect(transform({ level: 'info', message: 'redis://:p@h/' })).toEqual({ level: 'info', message: 'redis://[REDACTED]@h/' });
    takeBack();
  });
});

describe('@opentelemetry/api-logs', () => {
  it('reaches the provider while it is bridged, with loggers made before too', () => {
    const takeBack = bridgeApiLogs(logs.getLoggerProvider());
    olderLogs.getLogger('older', '1.2.3').emit({ body: 'x', severityNumber: 9, attributes: { a: 1 }, eventName: 'e' });
    expect(telemetry.records()[0]).toMatchObject({ body: 'x', eventName: 'e', instrumentationScope: { name: 'older', version: '1.2.3' } });
    takeBack();
    olderLogs.getLogger('older').emit({ body: 'y' });
    expect(telemetry.records()).toHaveLength(1);
  });

  it('keeps a provider that it has already', () => {
    const bodies: unknown[] = [];
    const own: LoggerProvider = { getLogger: () => ({ enabled: () => true, emit: ({ body }) => void bodies.push(body) }) };
    olderLogs.setGlobalLoggerProvider(own as never);
    const takeBack = bridgeApiLogs(logs.getLoggerProvider());
    olderLogs.getLogger('older').emit({ body: 'x' });
    takeBack();
    olderLogs.getLogger('older').emit({ body: 'y' });
    olderLogs.disable();
    expect([bodies, telemetry.records()]).toEqual([['x', 'y'], []]);
  });
});
