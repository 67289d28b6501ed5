import { DiagLogLevel } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { createDiagLogger, diagLevel } from '../src/diagnostics.js';

describe('createDiagLogger', () => {
  it('writes one line for a message, however many lines it has', () => {
    const lines: string[] = [];
    createDiagLogger((line) => lines.push(line)).error('first\n  second', new Error('why'), { code: 1 });
    expect(lines).toEqual(['[telewright] ERROR first second why {"code":1}\n']);
  });

  it('stops repeating a message', () => {
    const lines: string[] = [];
    const logger = createDiagLogger((line) => lines.push(line), 2);
    for (let count = 0; count < 10; count++) logger.warn('down');
    logger.warn('other');
    expect(lines).toEqual(['[telewright] WARN down\n', '[telewright] WARN down (not repeated any more)\n', '[telewright] WARN other\n']);
  });

  it('survives what JSON cannot hold', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const lines: string[] = [];
    createDiagLogger((line) => lines.push(line)).info('odd', cycle, 1n, undefined);
    const hostile = Object.assign(Object.create(null), { toJSON: () => 1n });
    expect(() => createDiagLogger((line) => lines.push(line)).info('odd', hostile)).not.toThrow();
    lines.length = 1;
    expect(lines).toEqual(['[telewright] INFO odd (object) 1 undefined\n']);
  });
});

describe('diagLevel', () => {
  it('maps the names of OTEL_LOG_LEVEL', () => {
    expect([diagLevel('none'), diagLevel('warn'), diagLevel('all')]).toEqual([DiagLogLevel.NONE, DiagLogLevel.WARN, DiagLogLevel.ALL]);
  });
});
