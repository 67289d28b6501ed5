import { describe, expect, it } from 'vitest';
import { createHostReader } from '../../src/read-host.js';
import { layOutMachine } from '../machine.js';
import { recordReads } from '../record-reads.js';
import { valuesOf } from '../values-of.js';

describe('cpu', () => {
  it('counts logical and physical cores and the seconds of each mode', () => {
    const lines = valuesOf('cpu');
    expect(lines.slice(0, 2)).toEqual(['system.cpu.logical.count {cpu} {} 8', 'system.cpu.physical.count {cpu} {} 4']);
    expect(lines.slice(2, 9)).toEqual([
      'system.cpu.time s {"cpu.mode":"user","cpu.logical_number":0} 12034.12',
      'system.cpu.time s {"cpu.mode":"nice","cpu.logical_number":0} 81.23',
      'system.cpu.time s {"cpu.mode":"system","cpu.logical_number":0} 4023.11',
      'system.cpu.time s {"cpu.mode":"idle","cpu.logical_number":0} 98123.45',
      'system.cpu.time s {"cpu.mode":"iowait","cpu.logical_number":0} 203.11',
      'system.cpu.time s {"cpu.mode":"interrupt","cpu.logical_number":0} 334.12',
      'system.cpu.time s {"cpu.mode":"steal","cpu.logical_number":0} 0',
    ]);
    expect(lines).toHaveLength(2 + 8 * 7);
  });

  it('leaves out the physical count where the system does not tell', () => {
    const machine = layOutMachine('laptop');
    machine.remove('sys/devices');
    expect(valuesOf('cpu', machine)[1]).toContain('system.cpu.time');
  });

  it('counts physical cores again only when the number of logical ones has changed', () => {
    const machine = layOutMachine('vm');
    const read = createHostReader({ ...machine.options, include: ['cpu'] });
    read();
    const reads = recordReads(machine.options.sysRoot);
    expect(read().cpu?.physicalCount).toBe(2);
    expect(reads).toEqual([]);
    machine.write('proc/stat', 'cpu0 1 0 0 1 0 0 0 0 0 0\n');
    expect(read().cpu).toMatchObject({ logicalCount: 1, physicalCount: 1 });
    expect(reads).toHaveLength(1);
  });
});
