import { cpus } from 'node:os';
import {
  ATTR_CPU_LOGICAL_NUMBER,
  ATTR_CPU_MODE,
  SYSTEM_CPU_LOGICAL_COUNT,
  SYSTEM_CPU_PHYSICAL_COUNT,
  SYSTEM_CPU_TIME,
  SYSTEM_CPU_UTILIZATION,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement, ReadContext } from '../group-source.js';
import { parseNumber, parseNumbers, splitFields } from '../parse-fields.js';

/** The modes of the conventions that Linux tells apart; guest time is part of `user` and `nice`. */
export type CpuMode = 'user' | 'nice' | 'system' | 'idle' | 'iowait' | 'interrupt' | 'steal';

/** Seconds that one logical CPU spent on each mode since the system started; a mode the system does not tell is absent. */
export interface CpuTimes {
  /** The number of the logical CPU. Undefined for the sum of all. */
  readonly number: number | undefined;
  readonly seconds: Readonly<Partial<Record<CpuMode, number>>>;
}

/** The processors of the host. */
export interface CpuSnapshot {
  readonly logicalCount: number;
  /** Physical cores; absent where the system does not tell. */
  readonly physicalCount?: number;
  readonly times: readonly CpuTimes[];
}

// The kernel's user-space ABI fixes the tick of /proc at 1/100 s on every architecture that Node.js runs on.
const TICKS_PER_SECOND = 100;

export const cpu: GroupSource<CpuSnapshot> = {
  metrics: [SYSTEM_CPU_TIME, SYSTEM_CPU_UTILIZATION, SYSTEM_CPU_LOGICAL_COUNT, SYSTEM_CPU_PHYSICAL_COUNT],

  read(context) {
    const times = context.files.lines(context.settings.procRoot, 'stat').flatMap(parseCpuLine);
    if (times.length === 0) throw new Error('stat has no line of a CPU');
    const physicalCount = countPhysicalCores(context, times.length);
    return { logicalCount: times.length, times, ...(physicalCount > 0 && { physicalCount }) };
  },

  readAnywhere() {
    const times = cpus().map(({ times: { user, nice, sys, idle, irq } }, number) => ({
      number,
      seconds: { user: user / 1000, nice: nice / 1000, system: sys / 1000, idle: idle / 1000, interrupt: irq / 1000 },
    }));
    if (times.length === 0) throw new Error('node:os lists no CPU');
    return { logicalCount: times.length, times };
  },

  measure(current, previous, { perCpu }) {
    const measurements: HostMeasurement[] = [{ metric: SYSTEM_CPU_LOGICAL_COUNT, value: current.logicalCount, attributes: {} }];
    if (current.physicalCount !== undefined) {
      measurements.push({ metric: SYSTEM_CPU_PHYSICAL_COUNT, value: current.physicalCount, attributes: {} });
    }
    const before = previous && (perCpu ? previous.times : [sumTimes(previous.times)]);
    for (const times of perCpu ? current.times : [sumTimes(current.times)]) {
      measurements.push(
        ...measureTimes(
          times,
          before?.find(({ number }) => number === times.number),
        ),
      );
    }
    return measurements;
  },
};

function parseCpuLine(line: string): CpuTimes[] {
  const fields = splitFields(line);
  const number = parseNumber(/^cpu(\d+)$/.exec(fields[0] ?? '')?.[1]);
  const ticks = parseNumbers(fields, 1, 8);
  if (number === undefined || ticks === undefined) return [];
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = ticks;
  const inTicks = { user, nice, system, idle, iowait, interrupt: irq + softirq, steal };
  const seconds = Object.fromEntries(Object.entries(inTicks).map(([mode, value]) => [mode, value / TICKS_PER_SECOND]));
  return [{ number, seconds }];
}

/** Counts the distinct sets of hardware threads: those that share a core name the same siblings. */
function countPhysicalCores({ files, settings, memory }: ReadContext, logicalCount: number): number {
  if (memory.physicalCores?.logicalCount !== logicalCount) {
    const cores = new Set<string>();
    for (let number = 0; number < logicalCount; number++) {
      const siblings = files.optional(settings.sysRoot, `devices/system/cpu/cpu${number}/topology/thread_siblings_list`);
      if (siblings !== undefined) cores.add(siblings);
    }
    memory.physicalCores = { logicalCount, count: cores.size };
  }
  return memory.physicalCores.count;
}

function sumTimes(all: readonly CpuTimes[]): CpuTimes {
  const seconds: Partial<Record<CpuMode, number>> = {};
  for (const times of all) for (const [mode, value] of modesOf(times)) seconds[mode] = (seconds[mode] ?? 0) + value;
  return { number: undefined, seconds };
}

function measureTimes(times: CpuTimes, before: CpuTimes | undefined): HostMeasurement[] {
  const measurements: HostMeasurement[] = [];
  const number = times.number === undefined ? {} : { [ATTR_CPU_LOGICAL_NUMBER]: times.number };
  const deltas = new Map<CpuMode, number>();
  for (const [mode, value] of modesOf(times)) {
    measurements.push({ metric: SYSTEM_CPU_TIME, value, attributes: { [ATTR_CPU_MODE]: mode, ...number } });
    // The kernel lets idle and iowait step back a little.
    deltas.set(mode, Math.max(0, value - (before?.seconds[mode] ?? value)));
  }
  const elapsed = [...deltas.values()].reduce((sum, delta) => sum + delta, 0);
  if (elapsed === 0) return measurements;
  for (const [mode, delta] of deltas) {
    measurements.push({ metric: SYSTEM_CPU_UTILIZATION, value: delta / elapsed, attributes: { [ATTR_CPU_MODE]: mode, ...number } });
  }
  return measurements;
}

function modesOf(times: CpuTimes): [CpuMode, number][] {
  return Object.entries(times.seconds) as [CpuMode, number][];
}
