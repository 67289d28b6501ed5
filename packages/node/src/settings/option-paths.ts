import type { StartOptions } from '../options.js';
import { labelOptionNames } from '../resource.js';
import { allDefinitions } from './definitions.js';
import { nearestName } from './nearest-name.js';
import type { SettingFinding } from './settings.js';

/** Options that have no variable. */
const withoutVariable = [
  'resourceAttributes',
  'policy',
  'instrumentations',
  'instrumentations.instances',
  'traces.processors',
  'traces.sampler',
  'logs.processors',
];

/** Reads the option at a dotted path. */
export function optionAt(options: StartOptions, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), options);
}

/** Finds the options that have no meaning, so that a slip of the pen is told and not silently ignored. */
export function unknownOptions(options: StartOptions): SettingFinding[] {
  if (Object.keys(options).length === 0) return [];
  const known = knownPaths();
  const groups = new Set([...known].flatMap(groupsOf));
  const paths = pathsOf(options, '', groups);
  return paths.filter((path) => !known.has(path)).map((path) => unknown(path, nearestName(path, known)));
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

/** Names the path of every option. */
export function knownPaths(): Set<string> {
  return new Set([...allDefinitions().flatMap(({ options }) => options), ...labelOptionNames, ...withoutVariable]);
}

function unknown(path: string, nearest: string | undefined): SettingFinding {
  const expected = nearest ? `a known option (did you mean ${nearest}?)` : 'a known option';
  return { name: `option ${path}`, expected, got: undefined, action: 'it is ignored' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
