/** One line of `mountinfo`. */
export interface Mount {
  /** What is mounted: a device path or the filesystem's own name. */
  readonly device: string;
  readonly mountpoint: string;
  readonly type: string;
  readonly mode: 'rw' | 'ro';
}

// Loop, RAM, floppy and optical drives say nothing about the host; what dm and md devices do is counted on the disks below them.
const NO_HOST_DISK = /^(loop|ram|zram|fd|sr|dm-|md|nbd)\d*/;

// Loopback, and the host's side of containers and virtual machines: dozens on a Kubernetes node, each with a random name that is never
// seen again, carrying traffic that the real interface carries too.
const NO_HOST_INTERFACE =
  /^(lo|veth.*|cali.*|cilium.*|lxc.*|docker.*|br-.*|cni.*|cbr\d+|flannel.*|vxlan.*|kube-.*|nodelocaldns|podman.*|virbr.*|vnet\d+|tap.*|azv.*|eni[0-9a-f]{11}|dummy\d+|ifb\d+|tunl\d+|sit\d+|gre(tap)?\d+|ip6tnl\d+|erspan\d+)$/;

// An allow-list: what is not a local disk's filesystem is the kernel's own, read-only by nature, a layer of a container, or remote.
const LOCAL_TYPES = new Set(
  'ext2 ext3 ext4 xfs btrfs zfs f2fs jfs reiserfs bcachefs nilfs2 vfat exfat msdos ntfs ntfs3 fuseblk hfs hfsplus apfs ufs'.split(' '),
);

// Container runtimes mount the node's own disk again for each container, volume and file that they hand in.
const NO_HOST_MOUNT =
  /^\/(etc\/(hosts|hostname|resolv\.conf)$|dev\/termination-log$|(var\/lib\/(docker|containerd|containers|kubelet)|run|snap|sys|proc)\/)/;

/** Tells a host's disk from loop, RAM, floppy and optical drives and from the dm and md devices stacked on disks. */
export function isHostDisk(name: string): boolean {
  return !NO_HOST_DISK.test(name);
}

/** Tells a host's network interface from loopback and from those of containers, virtual machines and tunnels. */
export function isHostInterface(name: string): boolean {
  return !NO_HOST_INTERFACE.test(name);
}

/**
 * Tells a local disk's filesystem, or a container's root, from pseudo filesystems, container layers and mounts, and network filesystems
 * (whose server, when it does not answer, would block whoever asks for their size).
 */
export function isLocalFilesystem(mount: Mount): boolean {
  if (mount.type === 'overlay') return mount.mountpoint === '/';
  return LOCAL_TYPES.has(mount.type) && !NO_HOST_MOUNT.test(mount.mountpoint);
}
