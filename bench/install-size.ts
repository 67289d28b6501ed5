import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { install } from './installations.ts';
import { peers } from './peers.ts';

/** Installs what each variant needs into an empty folder, without an app, and counts what is there. */
export async function measureInstall({ installations, progress }: Bench): Promise<string> {
  const variants = [
    { name: '`@telewright/node`', packages: [installations.tarball()] },
    { name: 'with `@opentelemetry/api`', packages: [installations.tarball(), '@opentelemetry/api@1.10.0'] },
    ...peers,
  ];
  const rows = variants.map(({ name, packages }) => {
    progress(`install: ${name}`);
    const folder = mkdtempSync(join(tmpdir(), 'telewright-bench-'));
    try {
      install(folder, packages);
      const { count, megabytes, scripts } = look(folder);
      return `| ${name} | ${count} | ${megabytes.toFixed(1)} | ${scripts} |`;
    } catch {
      return `| ${name} | could not be installed | | |`;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return ['| `npm install` of | packages | MB | with an install script |', '|---|---|---|---|', ...rows].join('\n');
}

function look(folder: string): { count: number; megabytes: number; scripts: number } {
  const files = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { name, parentPath }) => sum + statSync(join(parentPath, name)).size, 0);
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: true }>;
  };
  // The lock names what is for other systems, too.
  const all = Object.entries(lock.packages).flatMap(([path, entry]) => (path !== '' && existsSync(join(folder, path)) ? [entry] : []));
  return { count: all.length, megabytes: bytes / 1e6, scripts: all.filter(({ hasInstallScript }) => hasInstallScript).length };
}
