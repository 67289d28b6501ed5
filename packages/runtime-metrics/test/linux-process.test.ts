import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readLinuxProcess } from '../src/linux-process.js';

function layOut(stat: string, fd: string): string {
  const root = mkdtempSync(join(tmpdir(), 'telewright-proc-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'self'));
  writeFileSync(join(root, 'self/stat'), stat);
  // The kernel's folder of open files has their number for a size.
  writeFileSync(join(root, 'self/fd'), fd);
  return root;
}

const after = 'S 1 42 42 0 -1 4194304 901 0 12 0 31 7 0 0 20 0 11 0 5813 1448218624 16684 18446744073709551615';

describe('readLinuxProcess', () => {
  it('reads threads, virtual memory and open files', () => {
    expect(readLinuxProcess(layOut(`42 (node) ${after}`, 'x'.repeat(22)))).toEqual({
      threads: 11,
      virtualBytes: 1_448_218_624,
      fileDescriptors: 22,
    });
  });

  it('is not misled by the name of the executable', () => {
    expect(readLinuxProcess(layOut(`42 (a) b (c d) ${after}`, 'x')).threads).toBe(11);
  });

  it('leaves the open files out where the kernel does not count them', () => {
    expect(readLinuxProcess(layOut(`42 (node) ${after}`, '')).fileDescriptors).toBeUndefined();
  });
});
