import type { HostMeasurement } from '@telewright/host-metrics';
import { describe, expect, it } from 'vitest';
import { formatTable } from '../src/table.ts';

const measurement = (name: string, unit: string, value: number, attributes = {}): HostMeasurement => ({
  metric: { name, unit, instrument: 'gauge', description: '' },
  value,
  attributes,
});

describe('formatTable', () => {
  it('aligns the columns, numbers to the right', () => {
    const rows = [measurement('system.uptime', 's', 1234.56789), measurement('system.disk.io', 'By', 5, { 'disk.io.direction': 'read' })];
    expect(formatTable(rows, [])).toBe(
      [
        'METRIC          ATTRIBUTES                  VALUE  UNIT',
        'system.uptime                           1234.5679  s',
        'system.disk.io  disk.io.direction=read          5  By',
        '',
        '2 values of 2 metrics',
        '',
      ].join('\n'),
    );
  });

  it('ends with what is not available', () => {
    expect(formatTable([], [{ group: 'energy', reason: 'permission denied' }])).toMatch(
      /\n\nNot available here:\n {2}energy: permission denied\n$/,
    );
  });
});
