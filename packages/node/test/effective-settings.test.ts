import { detectResource } from '@telewright/resource';
import { describe, expect, it } from 'vitest';
import { effectiveSettings } from '../src/effective-settings.js';
import { resolveSettings } from '../src/settings/resolve.js';

const environment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret@collector:4318/?token=secret',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
  OTEL_TRACES_SAMPLER: 'sometimes',
  OTEL_SERVICE_NAME: 'checkout',
  FINOPS_TEAM: 'platform',
};
const processFacts = { pid: 1, executablePath: '/node', runtimeVersion: '24.0.0', platform: 'linux', arch: 'x64', hostname: 'h' };
const settings = resolveSettings({}, environment);
const resource = detectResource({ environment, process: processFacts, detectors: ['env'] });

describe('effectiveSettings', () => {
  it('shows each value with its origin and each attribute with its origin, and no secret', () => {
    const effective = effectiveSettings(settings, resource, ['http']);
    expect(effective.values).toMatchObject({
      'traces.url': { value: 'https://collector:4318/v1/traces', origin: 'OTEL_EXPORTER_OTLP_ENDPOINT' },
      'traces.headers': { value: { authorization: '(hidden)' }, origin: 'OTEL_EXPORTER_OTLP_HEADERS' },
      sampler: { value: 'parentbased_always_on', origin: 'default' },
      spanAttributeValueLengthLimit: { value: 'unlimited', origin: 'default' },
    });
    expect(effective.resource).toMatchObject({
      'service.name': { value: 'checkout', origin: 'OTEL_SERVICE_NAME' },
      'finops.team.name': { value: 'platform', origin: 'FINOPS_TEAM' },
    });
    expect(effective.findings[0]).toContain('OTEL_TRACES_SAMPLER: expected one of');
    expect(effective.instrumentations).toEqual(['http']);
    expect(JSON.stringify(effective)).not.toContain('secret');
  });
});
