import { detectResource } from '@telewright/resource';
import { describe, expect, it } from 'vitest';
import { explain, summary } from '../src/explain.js';
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

describe('explain', () => {
  it('shows each value with its origin and each attribute with its source, and no secret', () => {
    const explained = explain(settings, resource);
    expect(explained.settings).toMatchObject({
      'traces.url': { value: 'https://collector:4318/v1/traces', origin: 'OTEL_EXPORTER_OTLP_ENDPOINT' },
      'traces.headers': { value: { authorization: '(hidden)' }, origin: 'OTEL_EXPORTER_OTLP_HEADERS' },
      sampler: { value: 'parentbased_always_on', origin: 'default' },
      spanAttributeValueLengthLimit: { value: 'unlimited', origin: 'default' },
    });
    expect(explained.resource).toMatchObject({
      'service.name': { value: 'checkout', source: 'OTEL_SERVICE_NAME' },
      'finops.team.name': { value: 'platform', source: 'FINOPS_TEAM' },
    });
    expect(explained.findings[0]).toContain('OTEL_TRACES_SAMPLER: expected one of');
    expect(JSON.stringify(explained)).not.toContain('secret');
  });
});

describe('summary', () => {
  it('says in one line what was started', () => {
    expect(summary(settings, resource)).toBe(
      'telemetry of checkout (no environment named) started: traces to https://collector:4318/v1/traces, metrics to https://collector:4318/v1/metrics, logs to https://collector:4318/v1/logs',
    );
    expect(summary(resolveSettings({ disabled: true }, {}), resource)).toBe(
      'telemetry of checkout is disabled; context is still propagated',
    );
    expect(summary(resolveSettings({ logs: { exporters: ['none'] } }, {}), resource)).toContain('logs to none');
  });
});
