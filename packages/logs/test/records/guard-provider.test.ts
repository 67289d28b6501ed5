import { type LoggerProvider, type LogRecord, logs, SeverityNumber } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor, guardLoggerProvider, parseCountRules, parseSamplingRules } from '../../src/index.js';
import { type CapturedTelemetry, captureTelemetry } from '../captured-telemetry.js';

let telemetry: CapturedTelemetry;
let provider: LoggerProvider;
beforeEach(() => {
  telemetry = captureTelemetry();
  provider = logs.getLoggerProvider();
});
afterEach(() => telemetry.stop());

const bodies = (): unknown[] => telemetry.records().map(({ body }) => body);

describe('redaction', () => {
  it('reaches every part of a record, and leaves the record given as it is', () => {
    const logger = guardLoggerProvider(provider, { redactor: createRedactor() }).getLogger('app');
    const error = Object.assign(new Error('login with password=hunter2 failed'), { code: 'EAUTH' });
    const record: LogRecord = Object.freeze({
      body: { text: 'Bearer c0ffee5c0ffee5c0ffee' },
      attributes: Object.freeze({ user: 'ann', headers: Object.freeze([Object.freeze({ cookie: 'a=b' })]) }),
      exception: error,
    });
    logger.emit(record);
    logger.emit({ body: 'nothing secret', attributes: { a: 1 } });
    const [first, second] = telemetry.records();
    expect([first?.body, second?.body]).toEqual([{ text: 'Bearer [REDACTED]' }, 'nothing secret']);
    expect(first?.attributes).toEqual({
      user: 'ann',
      headers: [{ cookie: '[REDACTED]' }],
      'exception.type': 'EAUTH',
      'exception.message': 'login with password=[REDACTED] failed',
      'exception.stacktrace': expect.stringMatching(/^Error: login with password=\[REDACTED\] failed\n/),
    });
    expect(second?.attributes).toEqual({ a: 1 });
  });

  it('hands on the very same record when nothing is secret', () => {
    const seen: LogRecord[] = [];
    const logger = guardLoggerProvider(
      { getLogger: () => ({ enabled: () => true, emit: (record) => void seen.push(record) }) },
      { redactor: createRedactor() },
    ).getLogger('app');
    const record: LogRecord = { body: 'x', attributes: { a: { b: [1, 'c'] } } };
    logger.emit(record);
    expect(seen[0]).toBe(record);
  });
});

describe('sampling', () => {
  const sampled = (rules: string): ReturnType<LoggerProvider['getLogger']> =>
    guardLoggerProvider(provider, { sampling: parseSamplingRules(rules) }).getLogger('app', '1.0.0');

  it('drops what a rule drops, the first that holds deciding, and tells so before there is a record', () => {
    const logger = sampled('keep 100% where keep = true; drop where severity < info');
    logger.emit({ severityNumber: SeverityNumber.DEBUG, body: 'dropped' });
    logger.emit({ severityNumber: SeverityNumber.DEBUG, body: 'kept', attributes: { keep: true } });
    logger.emit({ severityNumber: SeverityNumber.INFO, body: 'kept too' });
    logger.emit({ body: 'of no severity' });
    expect(bodies()).toEqual(['kept', 'kept too', 'of no severity']);
    const plain = sampled('drop where severity < info');
    expect([5, 9, undefined].map((severityNumber) => plain.enabled(severityNumber === undefined ? {} : { severityNumber }))).toEqual([
      false,
      true,
      true,
    ]);
    // Only the record itself can say whether the first rule holds.
    expect(logger.enabled({ severityNumber: SeverityNumber.DEBUG })).toBe(true);
  });

  it('keeps or drops the lines of a trace together', () => {
    const logger = sampled('keep 50% where severity < warn');
    const spanId = 'b7ad6b7169203331';
    for (const [traceId, name] of [
      ['0af7651916cd43dd8448eb217fffffff', 'in'],
      ['0af7651916cd43dd8448eb2180000000', 'out'],
    ] as const) {
      telemetry.inContextOf({ traceId, spanId, traceFlags: 1 }, () => {
        for (let line = 0; line < 3; line++) logger.emit({ severityNumber: 9, body: name });
        logger.emit({ severityNumber: 13, body: `${name}, a warning` });
      });
    }
    expect(bodies()).toEqual(['in', 'in', 'in', 'in, a warning', 'out, a warning']);
  });

  it('goes by chance outside of a trace', () => {
    const logger = sampled('keep 50%');
    for (let line = 0; line < 400; line++) logger.emit({ severityNumber: 9, body: 'x' });
    expect(bodies().length).toBeGreaterThan(100);
    expect(bodies().length).toBeLessThan(300);
  });

  it('leaves out what the provider has no use for', () => {
    const none: LoggerProvider = { getLogger: () => ({ enabled: () => false, emit: () => undefined }) };
    expect(
      guardLoggerProvider(none, { sampling: parseSamplingRules('keep 50%') })
        .getLogger('a')
        .enabled({ severityNumber: 9 }),
    ).toBe(false);
    expect(guardLoggerProvider(none, {}).getLogger('a').enabled()).toBe(false);
  });
});

describe('counting', () => {
  it('counts lines that a rule names, those that are dropped too, and redacts what they are told apart by', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })] });
    const counting = parseCountRules(`count lines where severity >= error as app.errors in {error};
      count lines where event = 'payment.failed' as payments.failed in {payment} by provider, http.url`);
    const guards = { counting, meter: meters.getMeter('test'), redactor: createRedactor() };
    const sending = guardLoggerProvider(provider, { ...guards, sampling: parseSamplingRules('drop') }).getLogger('app');
    const attributes = { provider: 'acme', http: { url: 'https://u:p@h/' }, other: 1 };
    sending.emit({ severityNumber: 17, eventName: 'payment.failed', attributes });
    sending.emit({ severityNumber: 9, eventName: 'payment.failed', attributes });
    sending.emit({ severityNumber: 9 });
    const silent = guardLoggerProvider(undefined, { counting: counting.slice(0, 1), meter: meters.getMeter('test') }).getLogger('app');
    silent.emit({ severityNumber: 21 });
    expect([silent.enabled({ severityNumber: 9 }), silent.enabled({ severityNumber: 17 }), silent.enabled()]).toEqual([false, true, true]);
    await meters.forceFlush();
    const metrics = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
    expect(
      metrics.map(({ descriptor: { name, unit }, dataPoints }) => [
        name,
        unit,
        dataPoints.map(({ value, attributes }) => [value, attributes]),
      ]),
    ).toEqual([
      ['app.errors', '{error}', [[2, {}]]],
      ['payments.failed', '{payment}', [[2, { provider: 'acme', 'http.url': 'https://[REDACTED]@h/' }]]],
    ]);
    expect(bodies()).toEqual([]);
    await meters.shutdown();
  });
});
