import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isGone, parseOwner, SILENCE_MILLIS, thisOwner } from '../../src/spool/owner.js';

const self = thisOwner();

describe('the owner of a folder', () => {
  it('is not gone while it runs, however silent', () => {
    expect(isGone(thisOwner(), self, self.started === '' ? 0 : 3_600_000)).toBe(false);
  });

  it('is gone when its process is', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    expect(isGone({ ...self, pid: child.pid as number }, self, 0)).toBe(true);
  });

  it.runIf(self.started)('is gone when its process id belongs to another process by now', () => {
    expect(isGone({ ...self, started: '1' }, self, 0)).toBe(true);
  });

  it('is gone after a long silence only, where the system can not be asked', () => {
    const elsewhere = { ...self, world: 'another host' };
    expect([SILENCE_MILLIS, SILENCE_MILLIS + 1].map((silent) => isGone(elsewhere, self, silent))).toEqual([false, true]);
    const unknownStart = { ...self, started: '' };
    expect([SILENCE_MILLIS, SILENCE_MILLIS + 1].map((silent) => isGone(unknownStart, self, silent))).toEqual([false, true]);
  });

  it('is read back from its file, and from nothing else', () => {
    expect(parseOwner(JSON.stringify(self))).toEqual(self);
    for (const text of ['', '{', 'null', '[]', '{"pid":1}', '{"pid":"1","world":"","started":""}', '{"pid":1.5,"world":"","started":""}'])
      expect(parseOwner(text)).toBeUndefined();
  });
});
