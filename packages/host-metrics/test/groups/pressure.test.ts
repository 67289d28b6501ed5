import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('pressure', () => {
  it('tells the time lost to each resource, without the CPU’s meaningless full line', () => {
    const attributes = (resource: string, kind: string): string =>
      `{"telewright.host.pressure.resource":"${resource}","telewright.host.pressure.kind":"${kind}"}`;
    expect(valuesOf('pressure')).toEqual([
      `telewright.host.pressure.time s ${attributes('cpu', 'some')} 812.345678`,
      `telewright.host.pressure.time s ${attributes('memory', 'some')} 1.203411`,
      `telewright.host.pressure.time s ${attributes('memory', 'full')} 0.903412`,
      `telewright.host.pressure.time s ${attributes('io', 'some')} 92.034411`,
      `telewright.host.pressure.time s ${attributes('io', 'full')} 82.034411`,
      `telewright.host.pressure.time s ${attributes('irq', 'full')} 2.034411`,
    ]);
  });
});
