import { DiagLogLevel } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { createDiagLogger, diagLevel } from '../src/diagnostics.js';

describe('createDiagLogger', () => {
  it('writes one line for a message, however many lines it has', () => {
    const lines: string[] = [];
    createDiagLogger({ write: (line) => lines.push(line) }).error('first\n  second', new Error('why'), { code: 1 });
    expect(lines).toEqual(['[telewright] ERROR first second why {"code":1}\n']);
  });

  it('counts a message that comes again within a minute, and says how often with the next one', () => {
    const lines: string[] = [];
    let time = 0;
    const logger = createDiagLogger({ write: (line) => lines.push(line), now: () => time });
    for (let count = 0; count < 10; count++) logger.warn('down');
    logger.warn('other');
    time = 59_999;
    logger.warn('down');
    time = 60_000;
    logger.warn('down');
    expect(lines).toEqual([
      '[telewright] WARN down\n',
      '[telewright] WARN other\n',
      '[telewright] WARN down (10 times more since the last line)\n',
    ]);
  });

  it('writes JSON where the setting says so', () => {
    const lines: string[] = [];
    createDiagLogger({ format: 'json', write: (line) => lines.push(line) }).warn('a "quoted"\nmessage', { code: 1 });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: expect.stringMatching(/^\d{4}-.*Z$/), level: 'warn', name: 'telewright', msg: 'a "quoted" message {"code":1}' },
    ]);
    expect(lines[0]).toMatch(/^[^\n]*\n$/);
  });

  it('survives what JSON cannot hold', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const lines: string[] = [];
    createDiagLogger({ write: (line) => lines.push(line) }).info('odd', cycle, 1n, undefined);
    const hostile = Object.assign(Object.create(null), { toJSON: () => 1n });
    expect(() => createDiagLogger({ write: (line) => lines.push(line) }).info('odd', hostile)).not.toThrow();
    lines.length = 1;
    expect(lines).toEqual(['[telewright] INFO odd (object) 1 undefined\n']);
  });
});

describe('diagLevel', () => {
  it('maps the names of OTEL_LOG_LEVEL', () => {
    expect([diagLevel('none'), diagLevel('warn'), diagLevel('all')]).toEqual([DiagLogLevel.NONE, DiagLogLevel.WARN, DiagLogLevel.ALL]);
  });
});
