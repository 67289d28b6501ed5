import { SYSTEM_PROCESS_COUNT, SYSTEM_PROCESS_CREATED } from '@telewright/semconv';
import type { GroupSource, HostMeasurement } from '../group-source.js';
import { parsePairs } from '../parse-fields.js';

/** The processes of the host. */
export interface ProcessesSnapshot {
  readonly count: number;
  /** Processes and threads created since the system started. */
  readonly created?: number;
}

export const processes: GroupSource<ProcessesSnapshot> = {
  metrics: [SYSTEM_PROCESS_COUNT, SYSTEM_PROCESS_CREATED],

  // Without the state: that is in a file per process, and reading thousands each time would load the host that is measured.
  read({ files, settings }) {
    const count = files.names(settings.procRoot).filter((name) => /^\d+$/.test(name)).length;
    if (count === 0) throw new Error(`${settings.procRoot} lists no process`);
    const created = parsePairs(files.optional(settings.procRoot, 'stat') ?? '').get('processes');
    return { count, ...(created !== undefined && { created }) };
  },

  measure({ count, created }) {
    const measurements: HostMeasurement[] = [{ metric: SYSTEM_PROCESS_COUNT, value: count, attributes: {} }];
    if (created !== undefined) measurements.push({ metric: SYSTEM_PROCESS_CREATED, value: created, attributes: {} });
    return measurements;
  },
};
