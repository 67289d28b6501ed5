import fs, { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOST_GROUPS } from '../src/host-group.js';
import { readHost } from '../src/read-host.js';
import { layOutMachine } from './machine.js';
import { recordReads } from './record-reads.js';

describe('readHost', () => {
  it('reads a virtual machine and says what it does not have', () => {
    const snapshot = readHost(layOutMachine('vm').options);
    expect(snapshot.cpu).toMatchObject({ logicalCount: 2, physicalCount: 2 });
    expect(snapshot.disk?.map(({ device, limitBytes }) => [device, limitBytes])).toEqual([['vda', 274_877_906_944]]);
    expect(snapshot.filesystem?.map(({ device, mountpoint, type }) => [device, mountpoint, type])).toEqual([['/dev/vda', '/', 'ext4']]);
    expect(snapshot.network?.map(({ name }) => name)).toEqual(['eth0']);
    expect(snapshot.processes?.count).toBe(3);
    expect(snapshot.unavailable.map(({ group }) => group)).toEqual(['temperature', 'energy', 'battery', 'container']);
  });

  it('reads a laptop with every group but the container', () => {
    const machine = layOutMachine('laptop');
    const snapshot = readHost({ ...machine.options, rootfs: join(machine.root, 'rootfs') });
    expect(snapshot.unavailable.map(({ group }) => group)).toEqual(['container']);
    expect(snapshot.load).toEqual({ oneMinute: 1.25, fiveMinutes: 0.9, fifteenMinutes: 0.75 });
    expect(snapshot.uptime).toEqual({ seconds: 118_345.67 });
    expect(snapshot.processes).toEqual({ count: 4, created: 482_311 });
  });

  it('reads a Kubernetes node without the interfaces, mounts and partitions of its pods', () => {
    const machine = layOutMachine('kubernetes-node');
    const snapshot = readHost({ ...machine.options, rootfs: join(machine.root, 'rootfs') });
    expect(snapshot.network?.map(({ name }) => name)).toEqual(['eth0', 'eth1']);
    expect(snapshot.filesystem?.map(({ mountpoint }) => mountpoint)).toEqual(['/', '/mnt/data']);
    expect(snapshot.disk?.map(({ device }) => device)).toEqual(['sda', 'sdb', 'sdc']);
  });

  it('is plain data', () => {
    const snapshot = readHost(layOutMachine('laptop').options);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('reads each file once', () => {
    const { root, options } = layOutMachine('laptop');
    const reads = recordReads(root);
    readHost({ ...options, include: HOST_GROUPS });
    expect(reads).toContain(join(options.procRoot, 'stat'));
    expect(reads.filter((path, index) => reads.indexOf(path) !== index)).toEqual([]);
  });

  it('reads only the groups that are asked for', () => {
    const { root, options } = layOutMachine('laptop');
    const reads = recordReads(root);
    const snapshot = readHost({ ...options, include: ['load', 'uptime', 'disk'], exclude: ['disk'] });
    expect(reads).toEqual([join(options.procRoot, 'loadavg'), join(options.procRoot, 'uptime')]);
    expect(Object.keys(snapshot)).toEqual(['timeUnixMillis', 'monotonicMillis', 'platform', 'load', 'uptime', 'unavailable']);
  });

  it('leaves out connections unless they are asked for', () => {
    const { options } = layOutMachine('laptop');
    expect(readHost(options)).not.toHaveProperty('connections');
    expect(readHost({ ...options, include: ['connections'] }).connections?.tcp).toMatchObject({ established: 1, listen: 2, close_wait: 1 });
  });

  it('gives a reason for every group on a machine without any file', () => {
    const snapshot = readHost({ ...layOutMachine().options, include: HOST_GROUPS });
    expect(snapshot.unavailable.map(({ group }) => group)).toEqual(HOST_GROUPS);
    for (const { reason } of snapshot.unavailable) expect(reason).not.toBe('');
  });

  it.each(['', '\0\0\0', 'cpu0 garbage\nMemTotal: lots kB\n: : :\n', '99999999999999999999 -1 NaN\n'.repeat(50)])(
    'never throws when every file holds %j',
    (text) => {
      const machine = layOutMachine('laptop');
      const files = fs.readdirSync(machine.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      for (const entry of files) fs.writeFileSync(join(entry.parentPath, entry.name), text);
      const snapshot = readHost({ ...machine.options, include: HOST_GROUPS });
      const failed = snapshot.unavailable.map(({ group }) => group);
      expect(failed).toEqual(expect.arrayContaining(['cpu', 'memory', 'paging', 'filesystem', 'network', 'pressure', 'energy', 'battery']));
    },
  );

  it('lives with folders where files should be', () => {
    const machine = layOutMachine();
    for (const name of ['stat', 'meminfo', 'net/dev', 'self/mountinfo'])
      mkdirSync(join(machine.options.procRoot, name), { recursive: true });
    expect(readHost({ ...machine.options, include: ['cpu'] }).unavailable[0]?.reason).toContain('EISDIR');
  });

  it('lists a filter that throws as the reason', () => {
    const disks = (): boolean => {
      throw new Error('no disk for you');
    };
    expect(readHost({ ...layOutMachine('vm').options, include: ['disk'], disks }).unavailable).toEqual([
      { group: 'disk', reason: 'no disk for you' },
    ]);
  });

  it('gives what node:os knows on macOS and says what it does not', () => {
    const snapshot = readHost({ platform: 'darwin' });
    expect(snapshot.platform).toBe('darwin');
    expect(snapshot.cpu?.logicalCount).toBeGreaterThan(0);
    expect(snapshot.memory?.totalBytes).toBeGreaterThan(0);
    expect(snapshot.uptime?.seconds).toBeGreaterThan(0);
    expect(snapshot.load?.oneMinute).toBeGreaterThanOrEqual(0);
    expect(snapshot.unavailable[0]).toEqual({ group: 'paging', reason: 'Node.js cannot tell on darwin' });
    expect(snapshot.unavailable).toHaveLength(10);
  });

  it('has no load average on Windows', () => {
    expect(readHost({ platform: 'win32', include: ['load'] }).unavailable).toEqual([
      { group: 'load', reason: 'Windows has no load average' },
    ]);
  });
});
