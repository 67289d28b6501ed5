import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figures } from './figures.ts';

/** Installs the packed `@telewright/node` into an empty folder and counts what is there, with and without `@opentelemetry/api`. */
export function measureInstall(progress: (text: string) => void): Figures[] {
  const folder = mkdtempSync(join(tmpdir(), 'telewright-install-'));
  try {
    const npm = (args: readonly string[], cwd: string): string =>
      execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8' });
    progress('install size: packing and installing');
    npm(['pack', './packages/node', '--pack-destination', folder], fileURLToPath(new URL('..', import.meta.url)));
    const tarball = join(folder, readdirSync(folder)[0] as string);
    writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true }');
    npm(['install', tarball], folder);
    const alone = count(folder);
    npm(['install', '@opentelemetry/api@1.10.0'], folder);
    const withApi = count(folder);
    const exact = (name: string, unit: string, value: number): Figures => ({ name, unit, median: value, minimum: value, maximum: value });
    return [
      exact('@telewright/node: packages installed', '', alone.packages),
      exact('@telewright/node: size installed', 'MB', alone.megabytes),
      exact('with @opentelemetry/api: packages', '', withApi.packages),
      exact('with @opentelemetry/api: size', 'MB', withApi.megabytes),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(folder: string): { packages: number; megabytes: number } {
  const files = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { name, parentPath }) => sum + statSync(join(parentPath, name)).size, 0);
  const packages = files.filter(
    ({ name, parentPath }) => name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/@]+$/.test(parentPath),
  ).length;
  return { packages, megabytes: bytes / 1e6 };
}
