import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { repository } from './run-app.ts';

/** A Node.js that the tests can run apps on. */
export interface Runtime {
  /** For the name of a test: the version, and which ones it stands in for. */
  readonly name: string;
  readonly major: number;
  readonly executable: string;
}

/** The versions of Node.js that we support. */
export const supportedMajors = [22, 24, 26] as const;

/** Lists a runtime for each supported version that is installed: the one that runs the tests, and those of test/runtimes for this platform. */
export function installedRuntimes(): Runtime[] {
  const own = Number.parseInt(process.versions.node, 10);
  const found = supportedMajors
    .map((major) => ({ major, executable: major === own ? process.execPath : installed(major) }))
    .filter((runtime) => runtime.executable !== undefined) as { major: number; executable: string }[];
  if (found.length === 0) found.push({ major: own, executable: process.execPath });
  const missing = supportedMajors.filter((major) => found.every((runtime) => runtime.major !== major));
  const note = missing.length > 0 ? ` (no Node.js ${missing.join(' and ')} for this platform)` : '';
  return found.map((runtime) => ({ ...runtime, name: `Node.js ${versionOf(runtime.executable)}${note}` }));
}

function installed(major: number): string | undefined {
  const folder = `${repository}test/runtimes/node-${major}/node_modules`;
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('node-')) : [];
  return names.map((name) => `${folder}/${name}/bin/node${process.platform === 'win32' ? '.exe' : ''}`).find((path) => existsSync(path));
}

function versionOf(executable: string): string {
  return spawnSync(executable, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
}
