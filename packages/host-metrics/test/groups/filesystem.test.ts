import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Mount } from '../../src/host-filters.js';
import { measureHost } from '../../src/measure-host.js';
import { readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';

const include = ['filesystem'] as const;

describe('filesystem', () => {
  it('lists each filesystem of a local disk once, at its nearest mount, with its escapes undone', () => {
    const machine = layOutMachine('laptop');
    const { filesystem } = readHost({ ...machine.options, include, rootfs: join(machine.root, 'rootfs') });
    expect(filesystem?.map(({ device, mountpoint, type, mode }) => ({ device, mountpoint, type, mode }))).toEqual([
      { device: '/dev/mapper/vg-root', mountpoint: '/', type: 'ext4', mode: 'rw' },
      { device: '/dev/nvme0n1p2', mountpoint: '/boot', type: 'ext4', mode: 'rw' },
      { device: '/dev/nvme0n1p1', mountpoint: '/boot/efi', type: 'vfat', mode: 'rw' },
      { device: '/dev/mapper/luks-9c1e', mountpoint: '/media/old photos', type: 'ext4', mode: 'ro' },
    ]);
  });

  it('takes the sizes from the filesystem and makes the states add up to the limit', () => {
    const machine = layOutMachine('laptop');
    const rootfs = join(machine.root, 'rootfs');
    const snapshot = readHost({ ...machine.options, include, rootfs });
    const { bsize, blocks } = statfsSync(rootfs);
    const root = measureHost(snapshot).filter(({ attributes }) => attributes['system.filesystem.mountpoint'] === '/');
    const sum = (name: string): number => root.reduce((total, { metric, value }) => total + (metric.name === name ? value : 0), 0);
    expect(sum('system.filesystem.limit')).toBe(blocks * bsize);
    expect(sum('system.filesystem.usage')).toBe(blocks * bsize);
    expect(sum('system.filesystem.utilization')).toBeCloseTo(1, 9);
    expect(root[1]?.attributes).toEqual({
      'system.device.name': '/dev/mapper/vg-root',
      'system.filesystem.mountpoint': '/',
      'system.filesystem.type': 'ext4',
      'system.filesystem.mode': 'rw',
      'system.filesystem.state': 'used',
    });
  });

  it('asks no network filesystem for its size unless told to', () => {
    const machine = layOutMachine('laptop');
    const asked: Mount[] = [];
    const options = { ...machine.options, include, rootfs: join(machine.root, 'rootfs') };
    expect(readHost(options).filesystem?.map(({ type }) => type)).not.toContain('nfs4');
    const { filesystem } = readHost({ ...options, filesystems: (mount) => asked.push(mount) > 0 && mount.type === 'nfs4' });
    expect(filesystem?.map(({ mountpoint }) => mountpoint)).toEqual(['/mnt/nas']);
    expect(asked.map(({ type }) => type)).toContain('fuse.sshfs');
  });

  it('sees only the root in a container, not the files that the runtime mounts', () => {
    const { filesystem } = readHost({ ...layOutMachine('container').options, include });
    expect(filesystem?.map(({ mountpoint, type }) => [mountpoint, type])).toEqual([['/', 'overlay']]);
  });

  it('goes on without a mount that is gone', () => {
    const machine = layOutMachine('laptop');
    machine.remove('rootfs/boot');
    const { filesystem } = readHost({ ...machine.options, include, rootfs: join(machine.root, 'rootfs') });
    expect(filesystem?.map(({ mountpoint }) => mountpoint)).toEqual(['/', '/media/old photos']);
  });

  it('takes the mount of the root of a filesystem before a bind mount of a folder in it', () => {
    const machine = layOutMachine();
    machine.write('rootfs/a/x', '');
    machine.write('rootfs/long/x', '');
    machine.write(
      'proc/1/mountinfo',
      '20 1 8:1 /data /a rw shared:1 - ext4 /dev/sda1 rw\n21 1 8:1 / /long rw shared:1 - ext4 /dev/sda1 rw\n',
    );
    const { filesystem } = readHost({ ...machine.options, include, rootfs: join(machine.root, 'rootfs') });
    expect(filesystem?.map(({ mountpoint }) => mountpoint)).toEqual(['/long']);
  });

  it('takes the later of two mounts at one place', () => {
    const machine = layOutMachine();
    const line = (id: number, numbers: string, device: string): string => `${id} 1 ${numbers} / / rw shared:1 - ext4 ${device} rw\n`;
    machine.write('proc/self/mountinfo', line(20, '8:1', '/dev/sda1') + line(21, '8:2', '/dev/sda2'));
    expect(readHost({ ...machine.options, include }).filesystem?.map(({ device }) => device)).toEqual(['/dev/sda2']);
  });
});
