import pino, { type LoggerOptions } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlate, instrumentPino } from '../src/index.js';
import { CapturedLines, steady } from './captured-lines.js';
import { type CapturedTelemetry, captureTelemetry, idsOf } from './captured-telemetry.js';

let telemetry: CapturedTelemetry;
const lines = new CapturedLines();

beforeAll(() => {
  telemetry = captureTelemetry();
});
afterAll(() => telemetry.stop());

describe('correlate()', () => {
  it('adds the ids of the active span to each line, and nothing without one', () => {
    const log = pino(correlate(steady), lines);
    telemetry.inSpan((span) => {
      log.child({ c: 1 }).info({ a: 1 }, 'x');
      expect(lines.last).toEqual({ level: 30, c: 1, ...idsOf(span), a: 1, msg: 'x' });
    });
    log.info('x');
    expect(lines.last).toEqual({ level: 30, msg: 'x' });
  });

  it('works without options, and leaves the options given as they are', () => {
    const options: LoggerOptions = { level: 'warn' };
    expect(correlate(options)).toEqual({ level: 'warn', mixin: expect.any(Function) });
    expect(options).toEqual({ level: 'warn' });
    expect(pino(correlate(), lines).level).toBe('info');
  });

  it("runs the caller's mixin as pino would, and lets its fields and the line's win", () => {
    const shared = Object.freeze({ trace_id: 'mine', m: 1 });
    const seen: unknown[] = [];
    const log = pino(
      correlate({
        ...steady,
        mixin: (merge, level, logger) => {
          seen.push(merge, level, logger);
          return shared;
        },
      }),
      lines,
    );
    telemetry.inSpan((span) => {
      log.info({ span_id: 'mine' }, 'x');
      expect(lines.last).toEqual({ level: 30, trace_id: 'mine', span_id: 'mine', trace_flags: idsOf(span).trace_flags, m: 1, msg: 'x' });
    });
    expect(seen).toEqual([{ span_id: 'mine' }, 30, log]);
  });

  it('lets bindings of the same name win, so that no key is written twice', () => {
    const log = pino(correlate(steady), lines).child({ trace_id: 'mine' });
    telemetry.inSpan(() => log.info('x'));
    expect(lines.last['trace_id']).toBe('mine');
    expect(lines.count('trace_id')).toBe(1);
  });

  it('works with a pino that does not pass the logger to its mixin', () => {
    const mixin = correlate(steady).mixin as unknown as (merge: object, level: number) => object;
    telemetry.inSpan((span) => expect(mixin({}, 30)).toEqual(idsOf(span)));
  });

  it('keeps custom levels typed', () => {
    const log = pino(correlate({ ...steady, customLevels: { loud: 35 } }), lines);
    telemetry.inSpan((span) => {
      log.loud('x');
      expect(lines.last).toEqual({ level: 35, msg: 'x', ...idsOf(span) });
    });
  });

  it('names the fields as told', () => {
    const log = pino(correlate(steady, { fields: { traceId: 'trace', spanId: 'span' } }), lines);
    telemetry.inSpan((span) => {
      log.info('x');
      const { trace_id, span_id, trace_flags } = idsOf(span);
      expect(lines.last).toEqual({ level: 30, msg: 'x', trace: trace_id, span: span_id, trace_flags });
    });
  });

  it('writes the fields once when applied twice, and together with instrumentPino(), also under a nestedKey', () => {
    const stop = instrumentPino();
    telemetry.inSpan((span) => {
      pino(correlate(correlate(steady)), lines).info('x');
      expect([lines.last, lines.count('trace_id')]).toEqual([{ level: 30, msg: 'x', ...idsOf(span) }, 1]);
      pino(correlate({ ...steady, nestedKey: 'payload' }), lines).info({ a: 1 }, 'x');
      expect(lines.last).toEqual({ level: 30, payload: { ...idsOf(span), a: 1 }, msg: 'x' });
    });
    stop();
  });
});
