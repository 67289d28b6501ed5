import { describe, expect, it } from 'vitest';
import { HELP, parseArguments, UsageError } from '../src/arguments.ts';

const refusal = (...args: string[]): string => {
  try {
    parseArguments(args);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
  }
  return '';
};

describe('parseArguments', () => {
  it('runs when nothing is asked for', () => {
    expect(parseArguments([])).toEqual({ name: 'run', intervalSeconds: undefined });
  });

  it('takes an interval in both spellings', () => {
    expect(parseArguments(['--interval', '30'])).toEqual({ name: 'run', intervalSeconds: 30 });
    expect(parseArguments(['--interval=2.5'])).toEqual({ name: 'run', intervalSeconds: 2.5 });
  });

  it.each(['once', 'print', 'help'] as const)('takes --%s', (name) => {
    expect(parseArguments([`--${name}`])).toEqual({ name });
  });

  it.each(['0', '-5', '86401', '15s', '', 'NaN', '1e3', '0x10'])('refuses the interval %j', (value) => {
    expect(refusal(`--interval=${value}`)).toBe(`--interval takes a number of seconds from 1 to 86400, not ${JSON.stringify(value)}`);
  });

  it('refuses what it does not know', () => {
    expect(refusal('--verbose')).toBe("Unknown option '--verbose'");
    expect(refusal('now')).toContain("Unexpected argument 'now'");
    expect(refusal('--interval')).toContain('argument missing');
    expect(refusal('--once=yes')).toContain('does not take an argument');
  });

  it('refuses options that exclude each other', () => {
    expect(refusal('--once', '--print')).toBe('--once and --print cannot be used together');
    expect(refusal('--interval=5', '--once')).toBe('--interval and --once cannot be used together');
  });

  it('names every option in its help', () => {
    for (const option of ['--interval', '--once', '--print', '--help']) expect(HELP).toContain(option);
  });
});
