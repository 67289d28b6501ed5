import { loadavg } from 'node:os';
import { SYSTEM_CPU_LOAD_AVERAGE_1M, SYSTEM_CPU_LOAD_AVERAGE_5M, SYSTEM_CPU_LOAD_AVERAGE_15M } from '@telewright/semconv';
import type { GroupSource } from '../group-source.js';
import { parseNumbers, splitFields } from '../parse-fields.js';

/** Threads that run or wait to, averaged over three spans of time. */
export interface LoadSnapshot {
  readonly oneMinute: number;
  readonly fiveMinutes: number;
  readonly fifteenMinutes: number;
}

export const load: GroupSource<LoadSnapshot> = {
  metrics: [SYSTEM_CPU_LOAD_AVERAGE_1M, SYSTEM_CPU_LOAD_AVERAGE_5M, SYSTEM_CPU_LOAD_AVERAGE_15M],

  read({ files, settings }) {
    const averages = parseNumbers(splitFields(files.text(settings.procRoot, 'loadavg')), 0, 3);
    if (!averages) throw new Error('loadavg does not begin with three numbers');
    return toSnapshot(averages);
  },

  readAnywhere(platform) {
    if (platform === 'win32') throw new Error('Windows has no load average');
    return toSnapshot(loadavg());
  },

  measure: ({ oneMinute, fiveMinutes, fifteenMinutes }) => [
    { metric: SYSTEM_CPU_LOAD_AVERAGE_1M, value: oneMinute, attributes: {} },
    { metric: SYSTEM_CPU_LOAD_AVERAGE_5M, value: fiveMinutes, attributes: {} },
    { metric: SYSTEM_CPU_LOAD_AVERAGE_15M, value: fifteenMinutes, attributes: {} },
  ],
};

function toSnapshot([oneMinute = 0, fiveMinutes = 0, fifteenMinutes = 0]: readonly number[]): LoadSnapshot {
  return { oneMinute, fiveMinutes, fifteenMinutes };
}
