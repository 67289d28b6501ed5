import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBoundedFile } from '../src/bounded-file.js';
import { fileTree } from './file-tree.js';

describe('readBoundedFile', () => {
  it('gives the text of a file, also of one in /proc that has no size', () => {
    const root = fileTree({ 'a.txt': 'größe', 'empty.txt': '' });
    expect(readBoundedFile(`${root}/a.txt`)).toBe('größe');
    expect(readBoundedFile(`${root}/empty.txt`)).toBe('');
    if (process.platform === 'linux') expect(readBoundedFile('/proc/self/cgroup')).toContain('::/');
  });

  it('reads no file of more than 1 MiB, and says so', () => {
    const root = fileTree({ most: 'x'.repeat(1_048_576), more: 'x'.repeat(1_048_577) });
    const errors: string[] = [];
    expect(readBoundedFile(`${root}/most`)).toHaveLength(1_048_576);
    expect(readBoundedFile(`${root}/more`, (reason) => errors.push(reason))).toBeUndefined();
    expect(errors).toEqual(['more than 1 MiB']);
  });

  it('gives nothing for what is no regular file, without opening it', () => {
    const root = fileTree({});
    // Where there is no such command, the path is one that does not exist.
    spawnSync('mkfifo', [`${root}/pipe`]);
    symlinkSync('/dev/zero', `${root}/zero`);
    const errors: string[] = [];
    expect(
      [`${root}/pipe`, `${root}/zero`, root, `${root}/none`].map((path) => readBoundedFile(path, (reason) => errors.push(reason))),
    ).toEqual([undefined, undefined, undefined, undefined]);
    expect(errors).toEqual([]);
  });

  it('tells why a file that is there cannot be read', () => {
    const root = fileTree({});
    symlinkSync('loop', `${root}/loop`);
    const errors: string[] = [];
    expect(readBoundedFile(`${root}/loop`, (reason) => errors.push(reason))).toBeUndefined();
    expect(errors).toEqual(['ELOOP']);
  });
});
