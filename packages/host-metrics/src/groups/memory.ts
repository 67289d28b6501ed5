import { freemem, totalmem } from 'node:os';
import {
  ATTR_SYSTEM_MEMORY_LINUX_SLAB_STATE,
  ATTR_SYSTEM_MEMORY_STATE,
  SYSTEM_MEMORY_LIMIT,
  SYSTEM_MEMORY_LINUX_AVAILABLE,
  SYSTEM_MEMORY_LINUX_SHARED,
  SYSTEM_MEMORY_LINUX_SLAB_USAGE,
  SYSTEM_MEMORY_USAGE,
  SYSTEM_MEMORY_UTILIZATION,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement } from '../group-source.js';
import { parsePairs } from '../parse-fields.js';

/** The memory of the host, in bytes. `usedBytes` and `availableBytes` add up to `totalBytes`. */
export interface MemorySnapshot {
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
  /** What only Linux tells. */
  readonly linux?: { readonly sharedBytes?: number; readonly slabReclaimableBytes?: number; readonly slabUnreclaimableBytes?: number };
}

export const memory: GroupSource<MemorySnapshot> = {
  metrics: [
    SYSTEM_MEMORY_USAGE,
    SYSTEM_MEMORY_LIMIT,
    SYSTEM_MEMORY_UTILIZATION,
    SYSTEM_MEMORY_LINUX_AVAILABLE,
    SYSTEM_MEMORY_LINUX_SHARED,
    SYSTEM_MEMORY_LINUX_SLAB_USAGE,
  ],

  read({ files, settings }) {
    const kilobytes = parsePairs(files.text(settings.procRoot, 'meminfo'));
    const bytes = (name: string): number | undefined => {
      const value = kilobytes.get(name);
      return value === undefined ? undefined : value * 1024;
    };
    const totalBytes = bytes('MemTotal');
    if (totalBytes === undefined) throw new Error('meminfo has no MemTotal');
    // Before Linux 3.14 there is no MemAvailable; what free(1) took for it then.
    const old = (bytes('MemFree') ?? 0) + (bytes('Buffers') ?? 0) + (bytes('Cached') ?? 0);
    const availableBytes = Math.min(totalBytes, bytes('MemAvailable') ?? old);
    const [shared, reclaimable, unreclaimable] = [bytes('Shmem'), bytes('SReclaimable'), bytes('SUnreclaim')];
    return {
      totalBytes,
      usedBytes: totalBytes - availableBytes,
      availableBytes,
      linux: {
        ...(shared !== undefined && { sharedBytes: shared }),
        ...(reclaimable !== undefined && { slabReclaimableBytes: reclaimable }),
        ...(unreclaimable !== undefined && { slabUnreclaimableBytes: unreclaimable }),
      },
    };
  },

  readAnywhere() {
    const [totalBytes, availableBytes] = [totalmem(), freemem()];
    return { totalBytes, usedBytes: totalBytes - availableBytes, availableBytes };
  },

  measure({ totalBytes, usedBytes, availableBytes, linux }) {
    const measurements: HostMeasurement[] = [{ metric: SYSTEM_MEMORY_LIMIT, value: totalBytes, attributes: {} }];
    for (const [state, value] of [
      ['used', usedBytes],
      ['available', availableBytes],
    ] as const) {
      const attributes = { [ATTR_SYSTEM_MEMORY_STATE]: state };
      measurements.push({ metric: SYSTEM_MEMORY_USAGE, value, attributes });
      if (totalBytes > 0) measurements.push({ metric: SYSTEM_MEMORY_UTILIZATION, value: value / totalBytes, attributes });
    }
    if (!linux) return measurements;
    measurements.push({ metric: SYSTEM_MEMORY_LINUX_AVAILABLE, value: availableBytes, attributes: {} });
    if (linux.sharedBytes !== undefined) {
      measurements.push({ metric: SYSTEM_MEMORY_LINUX_SHARED, value: linux.sharedBytes, attributes: {} });
    }
    const slab = [
      ['reclaimable', linux.slabReclaimableBytes],
      ['unreclaimable', linux.slabUnreclaimableBytes],
    ] as const;
    for (const [state, value] of slab) {
      if (value === undefined) continue;
      measurements.push({ metric: SYSTEM_MEMORY_LINUX_SLAB_USAGE, value, attributes: { [ATTR_SYSTEM_MEMORY_LINUX_SLAB_STATE]: state } });
    }
    return measurements;
  },
};
