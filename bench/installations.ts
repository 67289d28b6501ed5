import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Variant } from './variants.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const apps = fileURLToPath(new URL('apps/', import.meta.url));
/** Survives from run to run; outside of the repository, whose packages would be found from inside it. */
const cache = join(tmpdir(), `telewright-bench-of-${userInfo().uid}`);
const appPackages = ['express@5.3.0', 'fastify@5.12.8', 'pino@10.4.0'];

/**
 * The folders in which the variants are installed with the app's own packages, as users would: none sees the packages of another or ours.
 * Peers stay installed for further runs; ours is packed and installed anew in each.
 */
export class Installations {
  readonly #progress: (text: string) => void;
  readonly #folders = new Map<string, string | Error>();
  readonly #own: string = mkdtempSync(join(tmpdir(), 'telewright-bench-'));

  constructor(progress: (text: string) => void) {
    this.#progress = progress;
  }

  /** Gives the folder of a variant, which is installed at the first call. Throws where that fails, as where a registry lacks a package. */
  folderOf({ name, packages }: Pick<Variant, 'name' | 'packages'>): string {
    const key = packages.join(' ');
    let folder = this.#folders.get(key);
    if (folder === undefined) {
      this.#progress(`installing ${name}`);
      try {
        folder = packages.includes('telewright') ? this.#installOurs(packages) : installOnce(packages);
        for (const file of readdirSync(apps)) copyFileSync(join(apps, file), join(folder, file));
      } catch (cause) {
        folder = new Error(`${name} could not be installed`, { cause });
      }
      this.#folders.set(key, folder);
    }
    if (folder instanceof Error) throw folder;
    return folder;
  }

  /** Splits variants into those that are installed and what to say of the others. */
  prepare(variants: readonly Variant[]): { installed: Variant[]; missing: string[] } {
    const installed: Variant[] = [];
    const missing: string[] = [];
    for (const variant of variants) {
      try {
        this.folderOf(variant);
        installed.push(variant);
      } catch (error) {
        // A registry may lack what a peer depends on; ours and bare have to be there.
        if (variant.role !== 'peer') throw error;
        missing.push(`${variant.name} could not be installed.`);
      }
    }
    return { installed, missing };
  }

  /** Gives the tarball that would be published. */
  tarball(): string {
    const find = (): string | undefined => readdirSync(this.#own).find((file) => file.endsWith('.tgz'));
    if (find() === undefined) {
      const args = ['pack', './packages/node', '--pack-destination', this.#own, '--loglevel=error'];
      execFileSync('npm', args, { cwd: repository, stdio: 'ignore' });
    }
    return join(this.#own, find() as string);
  }

  close(): void {
    rmSync(this.#own, { recursive: true, force: true });
  }

  #installOurs(packages: readonly string[]): string {
    const folder = join(this.#own, 'installed');
    install(folder, [...appPackages, ...packages.map((name) => (name === 'telewright' ? this.tarball() : name))]);
    return folder;
  }
}

function installOnce(packages: readonly string[]): string {
  const wanted = [...appPackages, ...packages];
  const folder = join(cache, createHash('sha256').update(wanted.join('\n')).digest('hex').slice(0, 12));
  if (existsSync(folder)) return folder;
  install(`${folder}.new`, wanted);
  renameSync(`${folder}.new`, folder);
  return folder;
}

/** Installs packages, each `name@version` or a path, into a new folder. */
export function install(folder: string, packages: readonly string[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "bench", "private": true }\n');
  execFileSync('npm', ['install', ...packages, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'pipe' });
}
