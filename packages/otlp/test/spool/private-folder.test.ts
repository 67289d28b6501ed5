import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePrivateFolder } from '../../src/spool/private-folder.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otlp-folder-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a private folder', () => {
  it('is made with all that lead to it, for this user alone', () => {
    makePrivateFolder(`${root}/a/b`);
    expect([modeOf(`${root}/a`), modeOf(`${root}/a/b`)]).toEqual([0o700, 0o700]);
  });

  it('may exist', () => {
    makePrivateFolder(`${root}/a`);
    makePrivateFolder(`${root}/a`);
    expect(lstatSync(`${root}/a`).isDirectory()).toBe(true);
  });

  it('is refused when others may read or write it', () => {
    for (const mode of [0o755, 0o770, 0o707, 0o701]) {
      mkdirSync(`${root}/open`);
      chmodSync(`${root}/open`, mode);
      expect(() => makePrivateFolder(`${root}/open`)).toThrow(`${root}/open is open to others: its mode has to be 0700`);
      rmSync(`${root}/open`, { recursive: true });
    }
  });

  it('is refused when it is a symbolic link, even to a folder that would do', () => {
    makePrivateFolder(`${root}/real`);
    symlinkSync(`${root}/real`, `${root}/link`);
    expect(() => makePrivateFolder(`${root}/link`)).toThrow(`${root}/link is a symbolic link`);
  });

  it('is not made where a symbolic link points to nothing', () => {
    symlinkSync(`${root}/nowhere`, `${root}/link`);
    expect(() => makePrivateFolder(`${root}/link`)).toThrow();
    expect(() => lstatSync(`${root}/nowhere`)).toThrow('ENOENT');
  });

  it('is refused when it is a file', () => {
    writeFileSync(`${root}/file`, '');
    expect(() => makePrivateFolder(`${root}/file`)).toThrow('EEXIST');
  });

  it.runIf(process.geteuid)('is refused when it belongs to another user', () => {
    makePrivateFolder(`${root}/theirs`);
    vi.spyOn(process as Required<NodeJS.Process>, 'geteuid').mockReturnValue((process.getuid?.() ?? 0) + 1);
    expect(() => makePrivateFolder(`${root}/theirs`)).toThrow(`${root}/theirs belongs to another user`);
  });
});
