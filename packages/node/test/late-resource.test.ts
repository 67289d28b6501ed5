import { detectResource } from '@telewright/resource';
import { describe, expect, it } from 'vitest';
import { lateResource } from '../src/late-resource.js';

const processFacts = { pid: 1, executablePath: '/node', runtimeVersion: '24.0.0', platform: 'linux', arch: 'x64', hostname: 'h' };
const first = detectResource({ environment: { OTEL_SERVICE_NAME: 'shop', FINOPS_GRID_ZONE: 'FR' }, process: processFacts, detectors: [] });

describe('a late resource', () => {
  it('is waited for, replaces nothing that is known, and tells each source', async () => {
    const cloud = {
      attributes: { 'cloud.region': 'eu-north-1', 'finops.grid.zone': 'SE' },
      sources: { 'cloud.region': 'aws', 'finops.grid.zone': 'derived' },
    };
    const known = lateResource(first, Promise.resolve(cloud));
    expect([known.resource.asyncAttributesPending, known.resource.attributes]).toEqual([
      true,
      { 'service.name': 'shop', 'finops.grid.zone': 'FR' },
    ]);
    await known.resource.waitForAsyncAttributes?.();
    const attributes = { 'service.name': 'shop', 'finops.grid.zone': 'FR', 'cloud.region': 'eu-north-1' };
    expect([known.resource.asyncAttributesPending, known.resource.attributes, known.detected.attributes]).toEqual([
      false,
      attributes,
      attributes,
    ]);
    expect(Object.keys(known.resource.attributes)).toEqual(Object.keys(attributes));
    expect(known.detected.sources).toEqual({
      'service.name': 'OTEL_SERVICE_NAME',
      'finops.grid.zone': 'FINOPS_GRID_ZONE',
      'cloud.region': 'aws',
    });
  });
});
