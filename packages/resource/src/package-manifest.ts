import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { readBoundedFile } from './bounded-file.js';

/** What the package.json of a service says. */
export interface PackageManifest {
  /** The name without its scope, as a slug. */
  readonly name: string;
  readonly version?: string;
}

const packageManagers = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'corepack', 'bun']);
const maxDepth = 32;

/** Gives the directory of the script that runs. A command in `bin` is a link into its package, so it is followed. */
export function entryDirectory(entryPoint: string | undefined): string | undefined {
  if (entryPoint === undefined || entryPoint === '') return undefined;
  try {
    const isLink = lstatSync(entryPoint, { throwIfNoEntry: false })?.isSymbolicLink();
    return dirname(isLink ? realpathSync.native(entryPoint) : entryPoint);
  } catch {
    return dirname(entryPoint); // It may be anything: a bundle that was removed, an argument of a runner.
  }
}

/**
 * Finds the manifest of the service: the nearest one with a name, above the entry point. An entry point in `node_modules` is a
 * runner such as tsx, so the working directory comes first, and a package manager's own manifest never counts.
 */
export function findManifest(entry: string | undefined, workingDirectory: string | undefined): PackageManifest | undefined {
  if (entry === undefined) return nearestManifest(workingDirectory);
  if (!isInstalled(entry)) return nearestManifest(entry);
  const manifest = nearestManifest(workingDirectory) ?? nearestManifest(entry);
  return manifest && packageManagers.has(manifest.name) ? undefined : manifest;
}

/** Finds the nearest existing `name` in a directory or above it. */
export function findUp(directory: string, name: string): string | undefined {
  let current = directory;
  for (let depth = 0; depth < maxDepth; depth++) {
    const path = join(current, name);
    if (existsSync(path)) return path;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
  return undefined;
}

/** Tells whether a directory belongs to an installed package. */
export function isInstalled(directory: string): boolean {
  return directory.split(sep).includes('node_modules');
}

function nearestManifest(directory: string | undefined): PackageManifest | undefined {
  let path = directory === undefined ? undefined : findUp(directory, 'package.json');
  while (path !== undefined) {
    const manifest = parseManifest(readBoundedFile(path));
    if (manifest) return manifest;
    // A manifest without a name only tells Node the module type of a folder.
    const parent = dirname(dirname(path));
    path = parent === dirname(path) ? undefined : findUp(parent, 'package.json');
  }
  return undefined;
}

function parseManifest(text: string | undefined): PackageManifest | undefined {
  const { name, version } = parseObject(text ?? '');
  if (typeof name !== 'string') return undefined;
  const slug = slugOf(name.replace(/^@[^/]*\//, ''));
  if (slug === '') return undefined;
  // Release tools leave 0.0.0 in the sources: it says nothing.
  return typeof version === 'string' && version !== '' && !version.startsWith('0.0.0') ? { name: slug, version } : { name: slug };
}

/** Turns a name into a slug: lower case, and a dash for what a slug can't have. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 63)
    .replace(/^[-_]+|[-_]+$/g, '');
}

function parseObject(text: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // Not ours to report: Node itself complains about a broken package.json.
  }
}
