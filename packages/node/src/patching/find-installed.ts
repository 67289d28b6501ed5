import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { instrumentationNames } from '@telewright/channels';
import { patchedLibraries } from './patched-libraries.js';

/** An official instrumentation that the app has installed together with its library. */
export interface InstalledInstrumentation {
  /** The short name. */
  readonly name: string;
  /** The folder from which the app resolves the instrumentation. */
  readonly folder: string;
  /** The folders of the library's packages. */
  readonly libraries: readonly string[];
}

const prefix = 'instrumentation-';

/**
 * Finds the official instrumentations that the app can resolve together with their libraries, from its entry point or its working directory,
 * and leaves out those whose library publishes channels to which we listen. Costs a few looks for folders where there are none.
 */
export function findInstalled(entryPoint: string | undefined, workingDirectory: string): InstalledInstrumentation[] {
  const folders = moduleFolders(entryPoint, workingDirectory);
  const found = new Map<string, InstalledInstrumentation>();
  for (const folder of folders) {
    const scope = join(folder, '@opentelemetry');
    const entries = existsSync(scope) ? readdirSync(scope) : [];
    for (const name of entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length))) {
      const library = Object.hasOwn(patchedLibraries, name) ? patchedLibraries[name] : undefined;
      if (library === undefined || found.has(name)) continue;
      const libraries = library.packages.flatMap((item) => folders.map((root) => join(root, item)).find((path) => existsSync(path)) ?? []);
      const [first] = libraries;
      if (first === undefined || isListenedTo(name, first, library.channelsSince)) continue;
      found.set(name, { name, folder: dirname(folder), libraries });
    }
  }
  return [...found.values()];
}

/** The `node_modules` folders in which Node looks for what the app requires, the nearest first. */
function moduleFolders(entryPoint: string | undefined, workingDirectory: string): string[] {
  // A command in node_modules/.bin is a link to a file of its package.
  const files = [...(entryPoint === undefined ? [] : [realPath(entryPoint)]), join(workingDirectory, 'app')];
  const folders = files.flatMap((file) => createRequire(file).resolve.paths('library') ?? []);
  return [...new Set(folders)].filter((folder) => basename(folder) === 'node_modules' && existsSync(folder));
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file; // not a file, as with a loader that resolves the entry point itself
  }
}

function isListenedTo(name: string, folder: string, since: string | undefined): boolean {
  if (since === undefined || !(instrumentationNames as readonly string[]).includes(name)) return false;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return isAtLeast(String(version), since);
}

function isAtLeast(version: string, since: string): boolean {
  const numbers = version.split(/[.-]/).map(Number);
  for (const [index, part] of since.split('.').map(Number).entries()) {
    const own = numbers[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
