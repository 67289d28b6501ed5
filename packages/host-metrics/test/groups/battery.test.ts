import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('battery', () => {
  it('tells the charge of the host’s battery, not of its mouse', () => {
    expect(valuesOf('battery')).toEqual(['hw.battery.charge 1 {"hw.id":"BAT0","hw.name":"5B10W13930"} 0.73']);
  });
});
