import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('uptime', () => {
  it('is in seconds with their fraction', () => {
    expect(valuesOf('uptime')).toEqual(['system.uptime s {} 118345.67']);
  });
});
