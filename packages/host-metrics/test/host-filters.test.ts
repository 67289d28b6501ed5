import { describe, expect, it } from 'vitest';
import { isHostDisk, isHostInterface, isLocalFilesystem } from '../src/host-filters.js';

const mount = (type: string, mountpoint: string): Parameters<typeof isLocalFilesystem>[0] => ({
  device: 'x',
  mode: 'rw',
  type,
  mountpoint,
});

describe('isHostInterface', () => {
  it('takes what carries a host’s own traffic', () => {
    const names = ['eth0', 'ens5', 'enp0s31f6', 'eno1', 'wlan0', 'wlp2s0', 'bond0', 'eth0.100', 'wg0', 'tun0', 'ib0', 'en0', 'br0', 'lan1'];
    expect(names.filter((name) => !isHostInterface(name))).toEqual([]);
  });

  it('leaves out loopback and the interfaces of containers and virtual machines', () => {
    const names =
      'lo veth1a2b3c4 cali0123456789a docker0 br-4f1e2d3c4b5a cni0 flannel.1 cilium_host lxc0a1b kube-ipvs0 nodelocaldns virbr0 vnet3 tap0 ifb1 dummy0 eni0123456789a tunl0 sit0 podman1';
    expect(names.split(' ').filter(isHostInterface)).toEqual([]);
  });
});

describe('isHostDisk', () => {
  it('takes disks and leaves out loop, RAM and optical devices and what is stacked on disks', () => {
    const names = ['sda', 'nvme0n1', 'vda', 'xvda', 'mmcblk0', 'cciss/c0d0', 'rbd0'];
    expect([...names, 'loop0', 'ram1', 'zram0', 'fd0', 'sr0', 'dm-0', 'md127', 'nbd0'].filter(isHostDisk)).toEqual(names);
  });
});

describe('isLocalFilesystem', () => {
  it('never takes a filesystem whose server could leave us waiting', () => {
    const types = ['nfs', 'nfs4', 'cifs', 'smb3', 'ceph', 'fuse.sshfs', 'fuse.glusterfs', '9p', 'afs', 'lustre', 'autofs', 'virtiofs'];
    expect(types.filter((type) => isLocalFilesystem(mount(type, '/mnt')))).toEqual([]);
  });

  it('takes a container’s root but no other layer', () => {
    expect(isLocalFilesystem(mount('overlay', '/'))).toBe(true);
    expect(isLocalFilesystem(mount('overlay', '/var/lib/docker/overlay2/abc/merged'))).toBe(false);
  });

  it('leaves out what a container runtime mounts from the node’s own disk', () => {
    const places = ['/etc/hosts', '/etc/resolv.conf', '/dev/termination-log', '/var/lib/kubelet/pods/a/volumes/b/mount', '/snap/core/1'];
    expect(places.filter((place) => isLocalFilesystem(mount('ext4', place)))).toEqual([]);
    expect(isLocalFilesystem(mount('xfs', '/var/lib/postgresql'))).toBe(true);
  });
});
