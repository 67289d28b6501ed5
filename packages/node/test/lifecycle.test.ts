import { describe, expect, it } from 'vitest';
import { flushAtProcessEnd, within } from '../src/lifecycle.js';

describe('within', () => {
  it('is over when all the work is, failed work included', async () => {
    await expect(within(1_000, 'the flush', [Promise.resolve(), Promise.reject(new Error('no'))])).resolves.toBeUndefined();
  });

  it('gives up work that does not end', async () => {
    await expect(within(1, 'the flush', [new Promise(() => undefined)])).resolves.toBeUndefined();
  });
});

describe('flushAtProcessEnd', () => {
  it('sends metrics at the first end and only what is queued at the next ones, so that the process can end', () => {
    const calls: string[] = [];
    const record = (name: string) => async (): Promise<void> => {
      calls.push(name);
    };
    const stop = flushAtProcessEnd({ forceFlush: record('all'), flushQueues: record('queues') });
    process.emit('beforeExit', 0);
    process.emit('beforeExit', 0);
    stop();
    process.emit('beforeExit', 0);
    expect(calls).toEqual(['all', 'queues']);
  });

  it('takes its listeners away again', () => {
    const before = process.listenerCount('SIGTERM');
    const stop = flushAtProcessEnd({ forceFlush: async () => undefined, flushQueues: async () => undefined });
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    stop();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
