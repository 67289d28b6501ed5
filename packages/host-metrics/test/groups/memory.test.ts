import { describe, expect, it } from 'vitest';
import { readHost } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';
import { valuesOf } from '../values-of.js';

describe('memory', () => {
  it('reckons what is available on kernels that do not say it', () => {
    const machine = layOutMachine();
    machine.write('proc/meminfo', 'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 20 kB\nCached: 300 kB\n');
    expect(readHost({ ...machine.options, include: ['memory'] }).memory).toEqual({
      totalBytes: 1_024_000,
      usedBytes: 593_920,
      availableBytes: 430_080,
      linux: {},
    });
  });

  it('adds what only Linux tells', () => {
    expect(valuesOf('memory').slice(5)).toEqual([
      'system.memory.linux.available By {} 7516192768',
      'system.memory.linux.shared By {} 1073741824',
      'system.memory.linux.slab.usage By {"system.memory.linux.slab.state":"reclaimable"} 536870912',
      'system.memory.linux.slab.usage By {"system.memory.linux.slab.state":"unreclaimable"} 268435456',
    ]);
  });
});
