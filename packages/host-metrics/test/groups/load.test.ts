import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('load', () => {
  it('tells the three averages', () => {
    expect(valuesOf('load')).toEqual([
      'system.cpu.load_average.1m {thread} {} 1.25',
      'system.cpu.load_average.5m {thread} {} 0.9',
      'system.cpu.load_average.15m {thread} {} 0.75',
    ]);
  });
});
