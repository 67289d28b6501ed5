import { detectResource } from '@telewright/resource';
import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../src/settings/resolve.js';
import { startLine } from '../src/start-line.js';

const processFacts = { pid: 1, executablePath: '/node', runtimeVersion: '24.0.0', platform: 'linux', arch: 'x64', hostname: 'h' };
const resourceOf = (environment: Record<string, string>) =>
  detectResource({ environment, process: processFacts, detectors: ['env', 'serviceinstance'] });
const resource = resourceOf({
  OTEL_SERVICE_NAME: 'checkout',
  OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.2',
  FINOPS_ENVIRONMENT: 'production',
  FINOPS_TEAM: 'platform',
});

describe('startLine', () => {
  it('names service, version, environment, destinations, instrumentations, and the labels that were found and that are missing', () => {
    const settings = resolveSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret@collector:4318/?token=secret' });
    expect(startLine(settings, resource, ['http', 'pino'])).toBe(
      'telemetry of checkout 1.4.2 (production) started: traces, metrics, logs to https://collector:4318; instrumentations http, pino; labels team platform; labels missing: service.instance.cost_center.id',
    );
  });

  it('names each destination once, and shows the whole URL of a signal that has its own', () => {
    const settings = resolveSettings({ traces: { endpoint: 'http://tempo/in' }, logs: { exporters: ['none'] } }, {});
    expect(startLine(settings, resourceOf({ OTEL_SERVICE_NAME: 'a', FINOPS_ENVIRONMENT: 'test', FINOPS_TEAM: 'b' }), [])).toBe(
      'telemetry of a (test) started: traces to http://tempo/in; metrics to http://localhost:4318; logs to none; instrumentations none; labels team b',
    );
  });

  it('says that telemetry is disabled', () => {
    expect(startLine(resolveSettings({ disabled: true }, {}), resource, [])).toBe(
      'telemetry of checkout is disabled; context is still propagated',
    );
  });
});
