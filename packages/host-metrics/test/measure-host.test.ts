import { describe, expect, it } from 'vitest';
import type { CpuTimes } from '../src/groups/cpu.js';
import type { HostSnapshot } from '../src/host-snapshot.js';
import { measureHost } from '../src/measure-host.js';
import { readHost } from '../src/read-host.js';
import { layOutMachine } from './machine.js';

const snapshot = (monotonicMillis: number, groups: Partial<HostSnapshot>): HostSnapshot => ({
  timeUnixMillis: 0,
  monotonicMillis,
  platform: 'linux',
  unavailable: [],
  ...groups,
});
const withCpus = (monotonicMillis: number, ...times: CpuTimes['seconds'][]): HostSnapshot =>
  snapshot(monotonicMillis, { cpu: { logicalCount: times.length, times: times.map((seconds, number) => ({ number, seconds })) } });
const values = (name: string, ...args: Parameters<typeof measureHost>): [unknown, number][] =>
  measureHost(...args).flatMap(({ metric, attributes, value }) => (metric.name === name ? [[attributes, value]] : []));

describe('measureHost', () => {
  it('names every value of a laptop as the conventions do', () => {
    const names = new Set(measureHost(readHost(layOutMachine('laptop').options)).map(({ metric }) => metric.name));
    expect([...names].sort()).toMatchInlineSnapshot(`
      [
        "hw.battery.charge",
        "hw.energy",
        "hw.host.energy",
        "hw.temperature",
        "system.cpu.load_average.15m",
        "system.cpu.load_average.1m",
        "system.cpu.load_average.5m",
        "system.cpu.logical.count",
        "system.cpu.physical.count",
        "system.cpu.time",
        "system.disk.io",
        "system.disk.io_time",
        "system.disk.limit",
        "system.disk.merged",
        "system.disk.operation_time",
        "system.disk.operations",
        "system.memory.limit",
        "system.memory.linux.available",
        "system.memory.linux.shared",
        "system.memory.linux.slab.usage",
        "system.memory.usage",
        "system.memory.utilization",
        "system.network.errors",
        "system.network.io",
        "system.network.packet.count",
        "system.network.packet.dropped",
        "system.paging.faults",
        "system.paging.operations",
        "system.paging.usage",
        "system.paging.utilization",
        "system.process.count",
        "system.process.created",
        "system.uptime",
        "telewright.host.pressure.time",
      ]
    `);
  });

  it('tells the utilization of each CPU from the change between two snapshots', () => {
    const before = withCpus(0, { user: 10, system: 5, idle: 100 }, { user: 0, system: 0, idle: 200 });
    const after = withCpus(4000, { user: 11, system: 5, idle: 103 }, { user: 4, system: 0, idle: 200 });
    expect(values('system.cpu.utilization', after, before)).toEqual([
      [{ 'cpu.mode': 'user', 'cpu.logical_number': 0 }, 0.25],
      [{ 'cpu.mode': 'system', 'cpu.logical_number': 0 }, 0],
      [{ 'cpu.mode': 'idle', 'cpu.logical_number': 0 }, 0.75],
      [{ 'cpu.mode': 'user', 'cpu.logical_number': 1 }, 1],
      [{ 'cpu.mode': 'system', 'cpu.logical_number': 1 }, 0],
      [{ 'cpu.mode': 'idle', 'cpu.logical_number': 1 }, 0],
    ]);
  });

  it('sums CPUs up when asked to', () => {
    const before = withCpus(0, { user: 10, idle: 100 }, { user: 0, idle: 200 });
    const after = withCpus(4000, { user: 11, idle: 103 }, { user: 4, idle: 200 });
    expect(values('system.cpu.time', after, before, { perCpu: false })).toEqual([
      [{ 'cpu.mode': 'user' }, 15],
      [{ 'cpu.mode': 'idle' }, 303],
    ]);
    expect(values('system.cpu.utilization', after, before, { perCpu: false })).toEqual([
      [{ 'cpu.mode': 'user' }, 0.625],
      [{ 'cpu.mode': 'idle' }, 0.375],
    ]);
  });

  it('sums CPUs up by itself above 64', () => {
    const cpus = (count: number): HostSnapshot => withCpus(0, ...Array.from({ length: count }, () => ({ user: 1 })));
    expect(values('system.cpu.time', cpus(64))).toHaveLength(64);
    expect(values('system.cpu.time', cpus(65))).toEqual([[{ 'cpu.mode': 'user' }, 65]]);
  });

  it('gives no utilization without an earlier snapshot or without a tick in between', () => {
    const one = withCpus(0, { user: 10, idle: 100 });
    expect(values('system.cpu.utilization', one)).toEqual([]);
    expect(values('system.cpu.utilization', one, one)).toEqual([]);
  });

  it('takes a counter that steps back as no change', () => {
    const before = withCpus(0, { user: 1, iowait: 5 });
    const after = withCpus(1000, { user: 2, iowait: 4 });
    expect(values('system.cpu.utilization', after, before)).toEqual([
      [{ 'cpu.mode': 'user', 'cpu.logical_number': 0 }, 1],
      [{ 'cpu.mode': 'iowait', 'cpu.logical_number': 0 }, 0],
    ]);
  });

  it('tells a container’s CPU usage in CPUs', () => {
    const container = { memoryBytes: 0, workingSetBytes: 0, anonymousBytes: 0, majorFaults: 0, minorFaults: 0 };
    const before = snapshot(0, { container: { ...container, userSeconds: 1, systemSeconds: 1 } });
    const after = snapshot(2000, { container: { ...container, userSeconds: 4, systemSeconds: 2 } });
    expect(values('container.cpu.usage', after, before)).toEqual([
      [{ 'cpu.mode': 'user' }, 1.5],
      [{ 'cpu.mode': 'system' }, 0.5],
    ]);
    expect(values('container.cpu.usage', after)).toEqual([]);
  });

  it('makes used and available memory add up to the limit', () => {
    const current = readHost(layOutMachine('laptop').options);
    const usage = values('system.memory.usage', current).map(([, value]) => value);
    expect(usage).toEqual([8_987_566_080, 7_516_192_768]);
    expect(values('system.memory.limit', current)).toEqual([[{}, 16_503_758_848]]);
    expect(values('system.memory.utilization', current).reduce((sum, [, value]) => sum + value, 0)).toBe(1);
  });

  it('keeps a Kubernetes node with 72 interfaces of pods under 120 series', () => {
    expect(measureHost(readHost(layOutMachine('kubernetes-node').options)).length).toBeLessThan(120);
  });
});
