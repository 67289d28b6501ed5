import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { HostOptions } from '../src/host-options.js';

/** A machine's files in a folder of their own. */
export interface Machine {
  readonly root: string;
  readonly options: Required<Pick<HostOptions, 'procRoot' | 'sysRoot' | 'platform'>>;
  write(path: string, text: string): void;
  remove(path: string): void;
}

const HEADER = /^==> (.+?)(?: -> (.+))? <==\n/gm;

/**
 * Lays out a machine from a fixture: the text of many files as `tail -n +1` prints them, `==> path <==` before each. A path that ends in `/` is
 * an empty folder, `path -> target` a symbolic link. One text file holds paths (`intel-rapl:0`) that not every system can check out.
 */
export function layOutMachine(fixture?: 'vm' | 'laptop' | 'kubernetes-node' | 'container'): Machine {
  const root = mkdtempSync(join(tmpdir(), 'telewright-host-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const fixtureText = fixture ? readFileSync(join(import.meta.dirname, 'fixtures', `${fixture}.txt`), 'utf8') : '';
  const headers = [...fixtureText.matchAll(HEADER)];
  headers.forEach((header, index) => {
    const [whole, path = '', target] = header;
    const text = fixtureText.slice(header.index + whole.length, headers[index + 1]?.index).replace(/\n\n$/, '\n');
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true });
    else if (target === undefined) write(path, text);
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(target, join(root, path));
    }
  });
  return {
    root,
    options: { procRoot: join(root, 'proc'), sysRoot: join(root, 'sys'), platform: 'linux' },
    write,
    remove: (path) => rmSync(join(root, path), { recursive: true, force: true }),
  };
}
