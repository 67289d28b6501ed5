import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Installs packages, each `name@version` or a path, into a new folder of their own and gives its path; the caller removes it. */
export function installPackages(name: string, packages: readonly string[], progress: (text: string) => void): string {
  progress(`installing ${name}`);
  const folder = mkdtempSync(join(tmpdir(), `telewright-bench-${name}-`));
  writeFileSync(join(folder, 'package.json'), `{ "name": "bench-${name}", "private": true }\n`);
  execFileSync('npm', ['install', ...packages, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, encoding: 'utf8' });
  return folder;
}
