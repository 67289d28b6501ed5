import { isHostDisk, isHostInterface, isLocalFilesystem, type Mount } from './host-filters.js';
import { HOST_GROUPS, type HostGroup } from './host-group.js';

/** Says where and what `readHost` and `observeHost` read. */
export interface HostOptions {
  /** The folder of the proc filesystem, for an agent that sees the host's at another place. @default '/proc' */
  readonly procRoot?: string;
  /** The folder of the sys filesystem. @default '/sys' */
  readonly sysRoot?: string;
  /** The folder of the cgroup v2 hierarchy. @default `fs/cgroup` in `sysRoot` */
  readonly cgroupRoot?: string;
  /**
   * The folder under which the host's root filesystem is mounted, for an agent in a container. When it is not `/`, the mounts are those of
   * process 1 instead of our own. @default '/'
   */
  readonly rootfs?: string;
  /** The system whose sources are read; on all but `linux` they are `node:os`. @default process.platform */
  readonly platform?: NodeJS.Platform;
  /** The groups that are read. @default all but `connections`, whose cost grows with the number of connections */
  readonly include?: readonly HostGroup[];
  /** Groups that are left out of `include`. @default none */
  readonly exclude?: readonly HostGroup[];
  /** Says which disks are read; partitions are offered to it too. @default isHostDisk, and whole disks only */
  readonly disks?: (name: string) => boolean;
  /** Says which network interfaces are read. @default isHostInterface */
  readonly networkInterfaces?: (name: string) => boolean;
  /** Says which mounts are read; reading one of a network filesystem can block the process. @default isLocalFilesystem */
  readonly filesystems?: (mount: Mount) => boolean;
}

/** The options with every default filled in. */
export interface HostSettings {
  readonly procRoot: string;
  readonly sysRoot: string;
  readonly cgroupRoot: string;
  readonly rootfs: string;
  readonly platform: NodeJS.Platform;
  readonly groups: readonly HostGroup[];
  readonly disks: (name: string) => boolean;
  readonly wholeDisksOnly: boolean;
  readonly networkInterfaces: (name: string) => boolean;
  readonly filesystems: (mount: Mount) => boolean;
}

const DEFAULT_GROUPS: readonly HostGroup[] = HOST_GROUPS.filter((group) => group !== 'connections');

/** Fills in the defaults. */
export function resolveHostOptions(options: HostOptions): HostSettings {
  const sysRoot = options.sysRoot ?? '/sys';
  return {
    procRoot: options.procRoot ?? '/proc',
    sysRoot,
    cgroupRoot: options.cgroupRoot ?? `${sysRoot}/fs/cgroup`,
    rootfs: options.rootfs ?? '/',
    platform: options.platform ?? process.platform,
    groups: (options.include ?? DEFAULT_GROUPS).filter((group) => !options.exclude?.includes(group)),
    disks: options.disks ?? isHostDisk,
    wholeDisksOnly: options.disks === undefined,
    networkInterfaces: options.networkInterfaces ?? isHostInterface,
    filesystems: options.filesystems ?? isLocalFilesystem,
  };
}
