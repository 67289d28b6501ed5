import type { StartOptions } from '../options.js';
import { labelOptionNames } from '../resource.js';
import { baseEndpoint, connectionDefinitions, definitions, signalEndpoint } from './definitions.js';

/** Reads the option at a dotted path. */
export function optionAt(options: StartOptions, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), options);
}

/** An option that nobody reads, and the known one that its author may have meant. */
export interface UnknownOption {
  readonly path: string;
  readonly nearest: string | undefined;
}

/** Finds the options that have no meaning, so that a slip of the pen is told and not silently ignored. */
export function unknownOptions(options: StartOptions): UnknownOption[] {
  const known = knownPaths();
  const groups = new Set([...known].flatMap(groupsOf));
  const paths = pathsOf(options, '', groups);
  return paths.filter((path) => !known.has(path)).map((path) => ({ path, nearest: nearest(path, known) }));
}

/** The groups that a dotted path is in: `a` and `a.b` for `a.b.c`. */
function groupsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function pathsOf(options: object, prefix: string, groups: ReadonlySet<string>): string[] {
  return Object.entries(options).flatMap(([key, value]) => {
    const path = prefix + key;
    return groups.has(path) && isRecord(value) ? pathsOf(value, `${path}.`, groups) : [path];
  });
}

function knownPaths(): Set<string> {
  const all = [
    ...Object.values(definitions),
    ...(['traces', 'metrics', 'logs'] as const).flatMap((signal) => [
      signalEndpoint(signal),
      ...Object.values(connectionDefinitions(signal)),
    ]),
    baseEndpoint,
  ];
  return new Set([...all.flatMap((definition) => definition.options), ...labelOptionNames, 'resourceAttributes']);
}

function nearest(path: string, known: ReadonlySet<string>): string | undefined {
  const ranked = [...known].map((name) => ({ name, distance: editDistance(path.toLowerCase(), name.toLowerCase()) }));
  const best = ranked.reduce((a, b) => (b.distance < a.distance ? b : a));
  return best.distance <= 3 ? best.name : undefined;
}

/** Counts the insertions, deletions and replacements between two texts (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1);
    }
    row = next;
  }
  return row[b.length] as number;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
