import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ATTR_SYSTEM_DEVICE_NAME,
  ATTR_SYSTEM_FILESYSTEM_MODE,
  ATTR_SYSTEM_FILESYSTEM_MOUNTPOINT,
  ATTR_SYSTEM_FILESYSTEM_STATE,
  ATTR_SYSTEM_FILESYSTEM_TYPE,
  SYSTEM_FILESYSTEM_LIMIT,
  SYSTEM_FILESYSTEM_USAGE,
  SYSTEM_FILESYSTEM_UTILIZATION,
} from '@telewright/semconv';
import type { GroupSource, HostMeasurement, ReadContext } from '../group-source.js';
import type { Mount } from '../host-filters.js';
import { splitFields, unescapeOctal } from '../parse-fields.js';

/** One filesystem, in bytes. The three states add up to `totalBytes`; `reservedBytes` is kept back for the superuser. */
export interface FilesystemSnapshot extends Mount {
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly freeBytes: number;
  readonly reservedBytes: number;
}

interface MountLine extends Mount {
  /** The device's numbers: the same for every mount of the same filesystem. */
  readonly deviceNumbers: string;
  /** The folder within the filesystem that is mounted; `/` unless it is a bind mount. */
  readonly root: string;
}

export const filesystem: GroupSource<readonly FilesystemSnapshot[]> = {
  metrics: [SYSTEM_FILESYSTEM_USAGE, SYSTEM_FILESYSTEM_UTILIZATION, SYSTEM_FILESYSTEM_LIMIT],

  read(context) {
    const failures: unknown[] = [];
    const filesystems: FilesystemSnapshot[] = [];
    for (const mount of selectMounts(context)) {
      try {
        filesystems.push(statMount(mount, context.settings.rootfs));
      } catch (error) {
        failures.push(error);
      }
    }
    if (filesystems.length === 0) throw failures[0] ?? new Error('mountinfo has no filesystem of a local disk');
    return filesystems;
  },

  measure: (filesystems) => filesystems.flatMap(measureFilesystem),
};

/** Gives one mount per filesystem: of several, the one of its root, or else the one nearest to `/`. */
function selectMounts({ files, settings }: ReadContext): MountLine[] {
  const process = settings.rootfs === '/' ? 'self' : '1';
  const visible = new Map<string, MountLine>();
  // A later mount at the same place hides the earlier one.
  for (const mount of files.lines(settings.procRoot, process, 'mountinfo').flatMap(parseMountLine)) visible.set(mount.mountpoint, mount);
  const chosen = new Map<string, MountLine>();
  const rank = (mount: MountLine): number => (mount.root === '/' ? 0 : 1_000_000) + mount.mountpoint.length;
  for (const mount of visible.values()) {
    if (!settings.filesystems(mount)) continue;
    const other = chosen.get(mount.deviceNumbers);
    if (!other || rank(mount) < rank(other)) chosen.set(mount.deviceNumbers, mount);
  }
  return [...chosen.values()];
}

/** Reads a line as proc_pid_mountinfo(5) describes it: six fields, any number of optional ones, a dash, and three more. */
function parseMountLine(line: string): MountLine[] {
  const fields = splitFields(line);
  const dash = fields.indexOf('-', 6);
  const [, , deviceNumbers, root, mountpoint, options] = fields;
  const type = fields[dash + 1];
  const device = fields[dash + 2];
  if (dash < 0 || !deviceNumbers || !root || !mountpoint || !options || !type || !device) return [];
  const mode = options.split(',').includes('ro') ? 'ro' : 'rw';
  return [{ deviceNumbers, root: unescapeOctal(root), mountpoint: unescapeOctal(mountpoint), device: unescapeOctal(device), type, mode }];
}

function statMount({ device, mountpoint, type, mode }: MountLine, rootfs: string): FilesystemSnapshot {
  const { bsize, blocks, bfree, bavail } = statfsSync(join(rootfs, mountpoint));
  if (blocks === 0) throw new Error(`${mountpoint} has no size`);
  return {
    device,
    mountpoint,
    type,
    mode,
    totalBytes: blocks * bsize,
    usedBytes: (blocks - bfree) * bsize,
    freeBytes: bavail * bsize,
    reservedBytes: (bfree - bavail) * bsize,
  };
}

function measureFilesystem(snapshot: FilesystemSnapshot): HostMeasurement[] {
  const attributes = {
    [ATTR_SYSTEM_DEVICE_NAME]: snapshot.device,
    [ATTR_SYSTEM_FILESYSTEM_MOUNTPOINT]: snapshot.mountpoint,
    [ATTR_SYSTEM_FILESYSTEM_TYPE]: snapshot.type,
    [ATTR_SYSTEM_FILESYSTEM_MODE]: snapshot.mode,
  };
  const measurements: HostMeasurement[] = [{ metric: SYSTEM_FILESYSTEM_LIMIT, value: snapshot.totalBytes, attributes }];
  for (const [state, value] of [
    ['used', snapshot.usedBytes],
    ['free', snapshot.freeBytes],
    ['reserved', snapshot.reservedBytes],
  ] as const) {
    const stated = { ...attributes, [ATTR_SYSTEM_FILESYSTEM_STATE]: state };
    measurements.push({ metric: SYSTEM_FILESYSTEM_USAGE, value, attributes: stated });
    measurements.push({ metric: SYSTEM_FILESYSTEM_UTILIZATION, value: value / snapshot.totalBytes, attributes: stated });
  }
  return measurements;
}
