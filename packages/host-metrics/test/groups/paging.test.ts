import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('paging', () => {
  it('tells faults, pages swapped, and the usage of each swap device', () => {
    const lines = valuesOf('paging');
    expect(lines.slice(0, 4)).toEqual([
      'system.paging.faults {fault} {"system.paging.fault.type":"major"} 45678',
      'system.paging.faults {fault} {"system.paging.fault.type":"minor"} 912300000',
      'system.paging.operations {operation} {"system.paging.fault.type":"major","system.paging.direction":"in"} 1200',
      'system.paging.operations {operation} {"system.paging.fault.type":"major","system.paging.direction":"out"} 340',
    ]);
    expect(lines[4]).toBe('system.paging.usage By {"system.device.name":"/swap file","system.paging.state":"used"} 536870912');
    expect(lines).toHaveLength(4 + 2 * 4);
  });
});
