import {
  ATTR_TELEWRIGHT_HOST_PRESSURE_KIND,
  ATTR_TELEWRIGHT_HOST_PRESSURE_RESOURCE,
  TELEWRIGHT_HOST_PRESSURE_TIME,
} from '@telewright/semconv';
import type { GroupSource } from '../group-source.js';
import { parseNumber } from '../parse-fields.js';

/** One line of pressure stall information (https://docs.kernel.org/accounting/psi.html). */
export interface PressureSnapshot {
  readonly resource: 'cpu' | 'memory' | 'io' | 'irq';
  /** `some`: at least one task waited; `full`: all that could have run did. */
  readonly kind: 'some' | 'full';
  /** The waited share of the last 10 s, 0 to 1. */
  readonly average10: number;
  /** The waited share of the last 60 s, 0 to 1. */
  readonly average60: number;
  /** Time waited since the system started. */
  readonly totalSeconds: number;
}

const RESOURCES = ['cpu', 'memory', 'io', 'irq'] as const;
const LINE = /^(some|full) avg10=(\S+) avg60=(\S+) avg300=\S+ total=(\d+)$/gm;

export const pressure: GroupSource<readonly PressureSnapshot[]> = {
  metrics: [TELEWRIGHT_HOST_PRESSURE_TIME],

  read({ files, settings }) {
    const found = RESOURCES.flatMap((resource) => parsePressure(resource, files.optional(settings.procRoot, 'pressure', resource) ?? ''));
    // Asked once more for the system's own reason: the kernel may be built or started without PSI.
    if (found.length === 0) throw new Error(`no pressure line in: ${files.text(settings.procRoot, 'pressure/cpu').trim()}`);
    return found;
  },

  measure: (lines) =>
    lines.map(({ resource, kind, totalSeconds }) => ({
      metric: TELEWRIGHT_HOST_PRESSURE_TIME,
      value: totalSeconds,
      attributes: { [ATTR_TELEWRIGHT_HOST_PRESSURE_RESOURCE]: resource, [ATTR_TELEWRIGHT_HOST_PRESSURE_KIND]: kind },
    })),
};

function parsePressure(resource: PressureSnapshot['resource'], text: string): PressureSnapshot[] {
  return [...text.matchAll(LINE)].flatMap(([, kind, percent10, percent60, microseconds]) => {
    const [average10, average60] = [parseNumber(percent10), parseNumber(percent60)];
    // For the whole system `full` is not defined for the CPU; the kernel prints zeros for compatibility.
    if (average10 === undefined || average60 === undefined || (resource === 'cpu' && kind === 'full')) return [];
    return [
      {
        resource,
        kind: kind === 'some' ? 'some' : 'full',
        average10: average10 / 100,
        average60: average60 / 100,
        totalSeconds: Number(microseconds) / 1_000_000,
      },
    ];
  });
}
