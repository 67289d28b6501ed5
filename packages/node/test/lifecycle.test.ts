import { describe, expect, it } from 'vitest';
import { finishAtProcessEnd } from '../src/lifecycle.js';

describe('finishAtProcessEnd', () => {
  it('sends metrics at the first end, only what is queued at the next ones, and none at an exit that follows at once', () => {
    const calls: unknown[] = [];
    const stop = finishAtProcessEnd({
      finish: async (withMetrics, isLast) => void calls.push(['finish', withMetrics, isLast]),
      finishNow: (withMetrics) => void calls.push(['finishNow', withMetrics]),
    });
    const others = process.listeners('exit').slice(0, -1);
    for (const listener of others) process.removeListener('exit', listener);
    process.emit('beforeExit', 0);
    process.emit('beforeExit', 0);
    process.emit('exit', 0);
    for (const listener of others) process.prependListener('exit', listener);
    stop();
    expect(calls).toEqual([
      ['finish', true, true],
      ['finish', false, true],
      ['finishNow', false],
    ]);
  });

  it('takes its listeners away again', () => {
    const events = ['beforeExit', 'exit', 'SIGTERM', 'SIGINT', 'SIGHUP'];
    const count = (): number[] => events.map((event) => process.listenerCount(event));
    const before = count();
    const stop = finishAtProcessEnd({ finish: async () => undefined, finishNow: () => undefined });
    expect(count()).toEqual(before.map((listeners) => listeners + 1));
    stop();
    expect(count()).toEqual(before);
  });
});
