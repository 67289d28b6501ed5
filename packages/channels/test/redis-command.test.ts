import { describe, expect, it } from 'vitest';
import { redisCommand, redisStatusOf, redisText } from '../src/redis-command.js';

describe('the text of a command', () => {
  it('has a placeholder for each argument, up to sixteen', () => {
    const set = redisCommand('set');
    expect([0, 1, 2, 16, 17, 10_000].map((count) => redisText(set, count))).toEqual([
      'SET',
      'SET ?',
      'SET ? ?',
      `SET${' ?'.repeat(16)}`,
      `SET${' ?'.repeat(16)} ...`,
      `SET${' ?'.repeat(16)} ...`,
    ]);
  });

  it('is none for what is no command', () => {
    for (const name of ['', 'user input', '1', 'x'.repeat(65), 'a\r\nb']) {
      expect([redisCommand(name).name, redisText(redisCommand(name), 1)]).toEqual([undefined, undefined]);
    }
    expect(redisText(redisCommand('ft.search'), 1)).toBe('FT.SEARCH ?');
  });

  it('stays right with more commands than are remembered', () => {
    for (let i = 0; i < 2_000; i += 1) expect(redisText(redisCommand(`c${i}`), 1)).toBe(`C${i} ?`);
    expect(redisText(redisCommand('c0'), 2)).toBe('C0 ? ?');
  });
});

describe('the status of an error', () => {
  it.each([
    [new Error('ERR value is not an integer'), 'ERR'],
    [new Error('WRONGTYPE Operation against a key'), 'WRONGTYPE'],
    [new Error('NOSCRIPT'), 'NOSCRIPT'],
    [new Error('Connection is closed.'), undefined],
    [Object.assign(new Error('ECONNREFUSED it is'), { code: 'ECONNREFUSED' }), undefined],
    [{ message: 1 }, undefined],
    ['text', undefined],
  ])('%s', (error, status) => {
    expect(redisStatusOf(error)).toBe(status);
  });
});
