import {
  ATTR_SYSTEM_DEVICE_NAME,
  ATTR_SYSTEM_PAGING_DIRECTION,
  ATTR_SYSTEM_PAGING_FAULT_TYPE,
  ATTR_SYSTEM_PAGING_STATE,
  SYSTEM_PAGING_FAULTS,
  SYSTEM_PAGING_OPERATIONS,
  SYSTEM_PAGING_USAGE,
  SYSTEM_PAGING_UTILIZATION,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement } from '../group-source.js';
import { parseNumbers, parsePairs, splitFields, unescapeOctal } from '../parse-fields.js';

/** One swap partition or file, in bytes. */
export interface SwapDevice {
  readonly device: string;
  readonly totalBytes: number;
  readonly usedBytes: number;
}

/** Swap and page faults; the counts run since the system started. */
export interface PagingSnapshot {
  readonly devices: readonly SwapDevice[];
  readonly majorFaults: number;
  readonly minorFaults: number;
  readonly pagesSwappedIn: number;
  readonly pagesSwappedOut: number;
}

export const paging: GroupSource<PagingSnapshot> = {
  metrics: [SYSTEM_PAGING_USAGE, SYSTEM_PAGING_UTILIZATION, SYSTEM_PAGING_FAULTS, SYSTEM_PAGING_OPERATIONS],

  read({ files, settings }) {
    const counts = parsePairs(files.text(settings.procRoot, 'vmstat'));
    const faults = counts.get('pgfault');
    if (faults === undefined) throw new Error('vmstat has no pgfault');
    const majorFaults = counts.get('pgmajfault') ?? 0;
    return {
      devices: (files.optional(settings.procRoot, 'swaps') ?? '').split('\n').flatMap(parseSwapLine),
      majorFaults,
      minorFaults: Math.max(0, faults - majorFaults),
      pagesSwappedIn: counts.get('pswpin') ?? 0,
      pagesSwappedOut: counts.get('pswpout') ?? 0,
    };
  },

  measure(current) {
    const fault = (type: string): { [ATTR_SYSTEM_PAGING_FAULT_TYPE]: string } => ({ [ATTR_SYSTEM_PAGING_FAULT_TYPE]: type });
    // Pages that come from or go to swap belong to major faults; pgpgin and pgpgout count the disks' kilobytes, which system.disk.io has.
    const operation = (direction: string): object => ({ ...fault('major'), [ATTR_SYSTEM_PAGING_DIRECTION]: direction });
    return [
      { metric: SYSTEM_PAGING_FAULTS, value: current.majorFaults, attributes: fault('major') },
      { metric: SYSTEM_PAGING_FAULTS, value: current.minorFaults, attributes: fault('minor') },
      { metric: SYSTEM_PAGING_OPERATIONS, value: current.pagesSwappedIn, attributes: { ...operation('in') } },
      { metric: SYSTEM_PAGING_OPERATIONS, value: current.pagesSwappedOut, attributes: { ...operation('out') } },
      ...current.devices.flatMap(measureSwap),
    ];
  },
};

function parseSwapLine(line: string): SwapDevice[] {
  const fields = splitFields(line);
  const sizes = parseNumbers(fields, 2, 2);
  if (!sizes) return [];
  const [total = 0, used = 0] = sizes;
  return [{ device: unescapeOctal(fields[0] ?? ''), totalBytes: total * 1024, usedBytes: used * 1024 }];
}

function measureSwap({ device, totalBytes, usedBytes }: SwapDevice): HostMeasurement[] {
  return [['used', usedBytes] as const, ['free', totalBytes - usedBytes] as const].flatMap(([state, value]) => {
    const attributes = { [ATTR_SYSTEM_DEVICE_NAME]: device, [ATTR_SYSTEM_PAGING_STATE]: state };
    const usage = { metric: SYSTEM_PAGING_USAGE, value, attributes };
    return totalBytes > 0 ? [usage, { metric: SYSTEM_PAGING_UTILIZATION, value: value / totalBytes, attributes }] : [usage];
  });
}
