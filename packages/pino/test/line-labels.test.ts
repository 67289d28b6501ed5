import { diag } from '@opentelemetry/api';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { correlate, instrumentPino, type Unsubscribe } from '../src/index.js';
import { captureDiagnostics } from './captured-diagnostics.js';
import { CapturedLines, steady } from './captured-lines.js';
import { type CapturedTelemetry, captureTelemetry, idsOf } from './captured-telemetry.js';

const labels = { 'finops.team.name': 'platform', 'deployment.environment.name': 'test', shard: 3 };
const lines = new CapturedLines();
let telemetry: CapturedTelemetry;
let stop: Unsubscribe = () => {};

beforeAll(() => {
  telemetry = captureTelemetry();
});
afterEach(() => {
  stop();
  diag.disable();
});
afterAll(() => telemetry.stop());

describe('labels', () => {
  it('end every line, after the ids of a span, and nothing when it is stopped', () => {
    const log = pino(steady, lines);
    stop = instrumentPino({ labels });
    log.info('outside');
    expect(lines.last).toEqual({ level: 30, msg: 'outside', ...labels });
    telemetry.inContextOf({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }, () => log.info('in no real span'));
    expect(lines.last).toEqual({ level: 30, msg: 'in no real span', ...labels });
    telemetry.inSpan((span) => {
      log.info({ a: 1 }, 'inside');
      expect(lines.texts.at(-1)).toBe(`${JSON.stringify({ level: 30, a: 1, msg: 'inside', ...idsOf(span), ...labels })}\n`);
    });
    stop();
    log.info('after');
    expect(lines.last).toEqual({ level: 30, msg: 'after' });
  });

  it('are written without correlation too', () => {
    stop = instrumentPino({ correlation: false, labels });
    telemetry.inSpan(() => pino(steady, lines).info('x'));
    expect(lines.last).toEqual({ level: 30, msg: 'x', ...labels });
  });

  it('give way to a field of the line, the bindings or formatters.log, and are never written twice', () => {
    stop = instrumentPino({ labels });
    const own = { 'finops.team.name': 'own' };
    const log = pino(steady, lines);
    const write = [
      () => log.info(own, 'x'),
      () => log.child(own).info('x'),
      () => pino({ ...steady, formatters: { log: () => own } }, lines).info('x'),
      () => pino({ ...steady, mixin: () => own }, lines).info('x'),
    ];
    for (const line of write) {
      line();
      telemetry.inSpan(line);
      expect([lines.last['finops.team.name'], lines.count('finops.team.name'), lines.last['shard']]).toEqual(['own', 1, 3]);
      expect(lines.last).toHaveProperty('trace_id');
    }
  });

  it('stay where the line has nothing but a function, an undefined or an inherited value for them', () => {
    stop = instrumentPino({ labels });
    const log = pino(steady, lines);
    for (const shard of [undefined, () => 1]) log.info({ shard }, 'x');
    log.info(Object.create({ shard: 4 }), 'x');
    expect(lines.texts.slice(-3).map((text) => JSON.parse(text).shard)).toEqual([3, 3, 3]);
  });

  it('stand at the top level with a nestedKey, also where correlate() nests the ids', () => {
    stop = instrumentPino({ labels });
    telemetry.inSpan((span) => {
      pino({ ...steady, nestedKey: 'data' }, lines).info({ shard: 9 }, 'x');
      expect(lines.last).toEqual({ level: 30, data: { shard: 9 }, msg: 'x', ...idsOf(span), ...labels });
      pino(correlate({ ...steady, nestedKey: 'data' }), lines).info('x');
      expect(lines.last).toEqual({ level: 30, data: idsOf(span), msg: 'x', ...labels });
    });
  });

  it('are no attributes of the sent record, whose resource has them, but another value of the same name is', () => {
    stop = instrumentPino({ labels, sending: true });
    const log = pino(steady, lines);
    log.info({ a: 1 }, 'x');
    expect(telemetry.records().at(-1)?.attributes).toEqual({ a: 1 });
    log.info({ shard: 4 }, 'x');
    expect(telemetry.records().at(-1)?.attributes).toEqual({ shard: 4 });
  });

  it('may hold any text', () => {
    const odd = { quote: 'a"b}\n', brace: '{"x":1}' };
    stop = instrumentPino({ labels: odd });
    const log = pino(steady, lines);
    for (const text of ['one', 'two']) {
      log.info(text);
      expect(lines.last).toEqual({ level: 30, msg: text, ...odd });
    }
  });

  it('are 24 at the most', () => {
    const said = captureDiagnostics();
    stop = instrumentPino({ labels: Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`l${index}`, index])) });
    telemetry.inSpan(() => pino(steady, lines).info({ l23: 'own' }, 'x'));
    expect(Object.keys(lines.last)).toHaveLength(2 + 24 + 3);
    expect([lines.last['l23'], lines.last['l24']]).toEqual(['own', undefined]);
    expect(JSON.stringify(said)).toContain('expected at most 24 labels, got 26; the last ones are left out');
  });
});
