import { describe, expect, it } from 'vitest';
import { measureHost } from '../../src/measure-host.js';
import { readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';

const include = ['container'] as const;

describe('container', () => {
  it('reads the usage and limits of its own cgroup', () => {
    const snapshot = readHost({ ...layOutMachine('container').options, include });
    expect(snapshot.container).toMatchObject({ cpuLimit: 1.5, memoryLimitBytes: 536_870_912 });
    expect(measureHost(snapshot).map(({ metric, value, attributes }) => [metric.name, value, attributes])).toEqual([
      ['container.memory.usage', 209_715_200, {}],
      ['container.memory.working_set', 157_286_400, {}],
      ['container.memory.rss', 104_857_600, {}],
      ['container.paging.faults', 344, { 'system.paging.fault.type': 'major' }],
      ['container.paging.faults', 812_000, { 'system.paging.fault.type': 'minor' }],
      ['container.memory.available', 379_584_512, {}],
      ['container.cpu.time', 60.034411, { 'cpu.mode': 'user' }],
      ['container.cpu.time', 32, { 'cpu.mode': 'system' }],
    ]);
  });

  it('leaves out limits that are not set', () => {
    const machine = layOutMachine('container');
    machine.write('sys/fs/cgroup/memory.max', 'max\n');
    machine.write('sys/fs/cgroup/cpu.max', 'max 100000\n');
    const snapshot = readHost({ ...machine.options, include });
    expect(snapshot.container).not.toHaveProperty('memoryLimitBytes');
    expect(snapshot.container).not.toHaveProperty('cpuLimit');
    expect(measureHost(snapshot).map(({ metric }) => metric.name)).not.toContain('container.memory.available');
  });

  it('finds the container’s folder in the host’s hierarchy', () => {
    const machine = layOutMachine('container');
    const path = '/kubepods.slice/cri-containerd-0a1b.scope';
    machine.write('proc/self/cgroup', `0::${path}\n`);
    machine.write(`sys/fs/cgroup${path}/memory.current`, '4096\n');
    machine.write(`sys/fs/cgroup${path}/cpu.stat`, 'user_usec 0\nsystem_usec 0\n');
    expect(readHost({ ...machine.options, include }).container?.memoryBytes).toBe(4096);
  });

  it('takes a login session and the host itself for no container', () => {
    expect(readHost({ ...layOutMachine('laptop').options, include }).unavailable[0]?.reason).toContain('is no container’s cgroup');
    expect(readHost({ ...layOutMachine('vm').options, include }).unavailable[0]?.reason).toContain('runs in no container');
  });
});
