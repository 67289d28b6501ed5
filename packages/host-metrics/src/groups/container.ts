import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ATTR_CPU_MODE,
  ATTR_SYSTEM_PAGING_FAULT_TYPE,
  CONTAINER_CPU_TIME,
  CONTAINER_CPU_USAGE,
  CONTAINER_MEMORY_AVAILABLE,
  CONTAINER_MEMORY_RSS,
  CONTAINER_MEMORY_USAGE,
  CONTAINER_MEMORY_WORKING_SET,
  CONTAINER_PAGING_FAULTS,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement, ReadContext } from '../group-source.js';
import { parseNumber, parsePairs, splitFields } from '../parse-fields.js';

/** The container this process runs in, from its cgroup (version 2). */
export interface ContainerSnapshot {
  readonly userSeconds: number;
  readonly systemSeconds: number;
  readonly memoryBytes: number;
  /** Memory without file cache that has not been used lately: what counts against the limit. */
  readonly workingSetBytes: number;
  readonly anonymousBytes: number;
  readonly majorFaults: number;
  readonly minorFaults: number;
  /** Absent without a limit. */
  readonly memoryLimitBytes?: number;
  /** In CPUs; absent without a limit. */
  readonly cpuLimit?: number;
}

export const container: GroupSource<ContainerSnapshot> = {
  metrics: [
    CONTAINER_CPU_TIME,
    CONTAINER_CPU_USAGE,
    CONTAINER_MEMORY_USAGE,
    CONTAINER_MEMORY_AVAILABLE,
    CONTAINER_MEMORY_RSS,
    CONTAINER_MEMORY_WORKING_SET,
    CONTAINER_PAGING_FAULTS,
  ],

  read(context) {
    const { files } = context;
    const folder = findContainerFolder(context);
    const memoryBytes = parseNumber(files.text(folder, 'memory.current').trim());
    if (memoryBytes === undefined) throw new Error('memory.current is no number');
    const cpu = parsePairs(files.text(folder, 'cpu.stat'));
    const memory = parsePairs(files.optional(folder, 'memory.stat') ?? '');
    const memoryLimitBytes = parseNumber(files.optional(folder, 'memory.max'));
    const [quota, period] = splitFields(files.optional(folder, 'cpu.max') ?? '').map(parseNumber);
    const majorFaults = memory.get('pgmajfault') ?? 0;
    return {
      userSeconds: (cpu.get('user_usec') ?? 0) / 1_000_000,
      systemSeconds: (cpu.get('system_usec') ?? 0) / 1_000_000,
      memoryBytes,
      workingSetBytes: Math.max(0, memoryBytes - (memory.get('inactive_file') ?? 0)),
      anonymousBytes: memory.get('anon') ?? 0,
      majorFaults,
      minorFaults: Math.max(0, (memory.get('pgfault') ?? 0) - majorFaults),
      ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
      ...(quota !== undefined && period && { cpuLimit: quota / period }),
    };
  },

  measure(current, previous, { elapsedSeconds }) {
    const measurements: HostMeasurement[] = [
      { metric: CONTAINER_MEMORY_USAGE, value: current.memoryBytes, attributes: {} },
      { metric: CONTAINER_MEMORY_WORKING_SET, value: current.workingSetBytes, attributes: {} },
      { metric: CONTAINER_MEMORY_RSS, value: current.anonymousBytes, attributes: {} },
      { metric: CONTAINER_PAGING_FAULTS, value: current.majorFaults, attributes: { [ATTR_SYSTEM_PAGING_FAULT_TYPE]: 'major' } },
      { metric: CONTAINER_PAGING_FAULTS, value: current.minorFaults, attributes: { [ATTR_SYSTEM_PAGING_FAULT_TYPE]: 'minor' } },
    ];
    if (current.memoryLimitBytes !== undefined) {
      const value = Math.max(0, current.memoryLimitBytes - current.workingSetBytes);
      measurements.push({ metric: CONTAINER_MEMORY_AVAILABLE, value, attributes: {} });
    }
    for (const mode of ['user', 'system'] as const) {
      const attributes = { [ATTR_CPU_MODE]: mode };
      const seconds = current[`${mode}Seconds`];
      measurements.push({ metric: CONTAINER_CPU_TIME, value: seconds, attributes });
      if (!previous || elapsedSeconds <= 0) continue;
      const value = Math.max(0, seconds - previous[`${mode}Seconds`]) / elapsedSeconds;
      measurements.push({ metric: CONTAINER_CPU_USAGE, value, attributes });
    }
    return measurements;
  },
};

/**
 * Finds the folder of our own cgroup, when it is a container's: one in a cgroup namespace of its own, whose path is `/`, or one with a
 * container runtime's name in its path. A login session or a systemd service has a cgroup as well, and is no container.
 */
function findContainerFolder({ files, settings }: ReadContext): string {
  const path = /^0::(\/.*)$/m.exec(files.text(settings.procRoot, 'self/cgroup'))?.[1];
  if (path === undefined) throw new Error('this process has no cgroup of version 2');
  if (path !== '/' && !/docker|containerd|kubepods|libpod|crio|lxc/.test(path)) throw new Error(`${path} is no container’s cgroup`);
  // The root of the host's own hierarchy has no memory.current.
  const folder = [join(settings.cgroupRoot, path), settings.cgroupRoot].find((candidate) => existsSync(join(candidate, 'memory.current')));
  if (folder === undefined) throw new Error('this process runs in no container, or its cgroup is not mounted');
  return folder;
}
