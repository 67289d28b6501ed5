import { describe, expect, it } from 'vitest';
import { gridZoneOf } from '../src/grid-zones.js';

describe('gridZoneOf', () => {
  it('knows regions of AWS, Google Cloud and Azure in countries with one grid', () => {
    expect(['eu-central-1', 'europe-west9', 'SwedenCentral', 'ap-southeast-1'].map(gridZoneOf)).toEqual(['DE', 'FR', 'SE', 'SG']);
  });

  it('gives nothing for a country with several grids, or for an unknown region', () => {
    expect(['us-east-1', 'australiaeast', 'eu-west', 'moon-1', ''].map(gridZoneOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
