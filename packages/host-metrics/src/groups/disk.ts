import {
  ATTR_DISK_IO_DIRECTION,
  ATTR_SYSTEM_DEVICE_NAME,
  SYSTEM_DISK_IO,
  SYSTEM_DISK_IO_TIME,
  SYSTEM_DISK_LIMIT,
  SYSTEM_DISK_MERGED,
  SYSTEM_DISK_OPERATION_TIME,
  SYSTEM_DISK_OPERATIONS,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement, ReadContext } from '../group-source.js';
import { parseNumber, parseNumbers, splitFields } from '../parse-fields.js';

/** What a disk did in one direction since the system started. */
export interface DiskDirection {
  readonly bytes: number;
  readonly operations: number;
  readonly merged: number;
  /** Sum over the operations, so it can grow faster than time. */
  readonly operationSeconds: number;
}

/** One disk. */
export interface DiskSnapshot {
  readonly device: string;
  readonly read: DiskDirection;
  readonly write: DiskDirection;
  /** Time in which at least one operation was under way. */
  readonly busySeconds: number;
  /** Capacity; absent where the system does not tell. */
  readonly limitBytes?: number;
}

// The unit of diskstats and of /sys/block/*/size, whatever the disk's own sector size.
const SECTOR_BYTES = 512;

// Only where /sys/block cannot tell a partition from a disk.
const PARTITION = /^((s|h|v|xv)d[a-z]+\d+|(nvme\d+n\d+|mmcblk\d+)p\d+)$/;

export const disk: GroupSource<readonly DiskSnapshot[]> = {
  metrics: [SYSTEM_DISK_IO, SYSTEM_DISK_OPERATIONS, SYSTEM_DISK_IO_TIME, SYSTEM_DISK_OPERATION_TIME, SYSTEM_DISK_MERGED, SYSTEM_DISK_LIMIT],

  read(context) {
    const isWhole = wholeDiskTest(context);
    const disks: DiskSnapshot[] = [];
    for (const line of context.files.lines(context.settings.procRoot, 'diskstats')) {
      const fields = splitFields(line);
      const device = fields[2] ?? '';
      const counts = parseNumbers(fields, 3, 10);
      if (!counts || !context.settings.disks(device) || !isWhole(device)) continue;
      disks.push(toDisk(device, counts, context));
    }
    return disks;
  },

  measure: (disks) => disks.flatMap(measureDisk),
};

function wholeDiskTest({ files, settings }: ReadContext): (device: string) => boolean {
  if (!settings.wholeDisksOnly) return () => true;
  try {
    const whole = new Set(files.names(settings.sysRoot, 'block'));
    return (device) => whole.has(sysName(device));
  } catch {
    return (device) => !PARTITION.test(device);
  }
}

/** Gives the name under /sys/block, where `cciss/c0d0` is `cciss!c0d0`. */
function sysName(device: string): string {
  return device.replaceAll('/', '!');
}

function toDisk(device: string, counts: readonly number[], { files, settings }: ReadContext): DiskSnapshot {
  const at = (index: number): number => counts[index] ?? 0;
  const direction = (start: number): DiskDirection => ({
    operations: at(start),
    merged: at(start + 1),
    bytes: at(start + 2) * SECTOR_BYTES,
    operationSeconds: at(start + 3) / 1000,
  });
  const sectors = parseNumber(files.optional(settings.sysRoot, 'block', sysName(device), 'size'));
  return {
    device,
    read: direction(0),
    write: direction(4),
    busySeconds: at(9) / 1000,
    ...(sectors !== undefined && { limitBytes: sectors * SECTOR_BYTES }),
  };
}

function measureDisk(snapshot: DiskSnapshot): HostMeasurement[] {
  const attributes = { [ATTR_SYSTEM_DEVICE_NAME]: snapshot.device };
  const measurements: HostMeasurement[] = [{ metric: SYSTEM_DISK_IO_TIME, value: snapshot.busySeconds, attributes }];
  if (snapshot.limitBytes !== undefined) measurements.push({ metric: SYSTEM_DISK_LIMIT, value: snapshot.limitBytes, attributes });
  for (const direction of ['read', 'write'] as const) {
    const { bytes, operations, merged, operationSeconds } = snapshot[direction];
    const directed = { ...attributes, [ATTR_DISK_IO_DIRECTION]: direction };
    measurements.push(
      { metric: SYSTEM_DISK_IO, value: bytes, attributes: directed },
      { metric: SYSTEM_DISK_OPERATIONS, value: operations, attributes: directed },
      { metric: SYSTEM_DISK_OPERATION_TIME, value: operationSeconds, attributes: directed },
      { metric: SYSTEM_DISK_MERGED, value: merged, attributes: directed },
    );
  }
  return measurements;
}
