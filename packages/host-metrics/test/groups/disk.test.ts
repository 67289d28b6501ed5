import { describe, expect, it } from 'vitest';
import { measureHost } from '../../src/measure-host.js';
import { readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';

const include = ['disk'] as const;

describe('disk', () => {
  it('reads whole disks in bytes and seconds', () => {
    expect(readHost({ ...layOutMachine('laptop').options, include }).disk).toEqual([
      {
        device: 'nvme0n1',
        read: { operations: 1_203_441, merged: 20_311, bytes: 98_123_456 * 512, operationSeconds: 301.234 },
        write: { operations: 2_301_441, merged: 903_412, bytes: 203_948_576 * 512, operationSeconds: 1203.411 },
        busySeconds: 903.412,
        limitBytes: 2_000_409_264 * 512,
      },
    ]);
  });

  it('tells partitions by their name where sysfs cannot', () => {
    const machine = layOutMachine('kubernetes-node');
    machine.remove('sys/block');
    expect(readHost({ ...machine.options, include }).disk?.map(({ device, limitBytes }) => [device, limitBytes])).toEqual([
      ['sda', undefined],
      ['sdb', undefined],
      ['sdc', undefined],
    ]);
  });

  it('offers partitions and stacked devices to a filter of one’s own', () => {
    const { disk } = readHost({ ...layOutMachine('laptop').options, include, disks: (name) => /^(dm-|nvme0n1p)/.test(name) });
    expect(disk?.map(({ device }) => device)).toEqual(['nvme0n1p1', 'nvme0n1p2', 'nvme0n1p3', 'dm-0', 'dm-1']);
  });

  it('names the device and the direction', () => {
    const measurements = measureHost(readHost({ ...layOutMachine('laptop').options, include }));
    expect(measurements.find(({ metric }) => metric.name === 'system.disk.io')?.attributes).toEqual({
      'system.device.name': 'nvme0n1',
      'disk.io.direction': 'read',
    });
    expect(measurements).toHaveLength(10);
  });
});
