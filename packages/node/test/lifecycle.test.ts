import { describe, expect, it } from 'vitest';
import { flushAtProcessEnd, within } from '../src/lifecycle.js';

describe('within', () => {
  it('is over when all the work is, failed work included', async () => {
    await expect(within(1_000, 'the flush', [Promise.resolve(), Promise.reject(new Error('no'))])).resolves.toBe(true);
  });

  it('gives up work that does not end', async () => {
    await expect(within(1, 'the flush', [new Promise(() => undefined)])).resolves.toBe(false);
  });
});

describe('flushAtProcessEnd', () => {
  it('sends metrics at the first end, only what is queued at the next ones, and nothing once it was given up', async () => {
    const calls: string[] = [];
    const answers = [true, true, false];
    const record = (name: string) => async (): Promise<boolean> => {
      calls.push(name);
      return answers.shift() ?? true;
    };
    const stop = flushAtProcessEnd({ forceFlush: record('all'), flushQueues: record('queues') });
    for (let count = 0; count < 5; count++) {
      process.emit('beforeExit', 0);
      await Promise.resolve();
    }
    stop();
    expect(calls).toEqual(['all', 'queues', 'queues']);
  });

  it('takes its listeners away again', () => {
    const before = process.listenerCount('SIGTERM');
    const stop = flushAtProcessEnd({ forceFlush: async () => true, flushQueues: async () => true });
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    stop();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
