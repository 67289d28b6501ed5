import type { ReadContext, ReaderMemory } from './group-source.js';
import { groupSources } from './group-sources.js';
import { HostFiles } from './host-files.js';
import type { HostGroup } from './host-group.js';
import { type HostOptions, type HostSettings, resolveHostOptions } from './host-options.js';
import type { HostGroups, HostSnapshot, UnavailableGroup } from './host-snapshot.js';

/**
 * Reads the state of the host once, synchronously, in about a millisecond. Never throws: what is missing, unreadable or garbled is listed in
 * `unavailable` with the reason.
 */
export function readHost(options: HostOptions = {}): HostSnapshot {
  return createHostReader(options)();
}

/**
 * Creates a function that reads as `readHost` does and keeps what has to last from one read to the next: the sum of an energy counter that
 * wraps around, and the number of physical cores.
 */
export function createHostReader(options: HostOptions = {}): () => HostSnapshot {
  const settings = resolveHostOptions(options);
  const memory: ReaderMemory = { energy: new Map() };
  return () => readGroups({ settings, memory, files: new HostFiles() });
}

function readGroups(context: ReadContext): HostSnapshot {
  const found: { -readonly [Group in HostGroup]?: HostGroups[Group] } = {};
  const unavailable: UnavailableGroup[] = [];
  const assign = <Group extends HostGroup>(group: Group): void => {
    found[group] = readGroup(group, context);
  };
  for (const group of context.settings.groups) {
    try {
      assign(group);
    } catch (error) {
      unavailable.push({ group, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const { platform }: HostSettings = context.settings;
  return { timeUnixMillis: Date.now(), monotonicMillis: performance.now(), platform, ...found, unavailable };
}

function readGroup<Group extends HostGroup>(group: Group, context: ReadContext): HostGroups[Group] {
  const source = groupSources[group];
  const { platform } = context.settings;
  if (platform === 'linux') return source.read(context);
  if (!source.readAnywhere) throw new Error(`Node.js cannot tell on ${platform}`);
  return source.readAnywhere(platform);
}
