import { describe, expect, it } from 'vitest';
import type { StartOptions } from '../../src/options.js';
import { formatFinding, resolveSettings } from '../../src/settings/resolve.js';

const linesOf = (environment: Record<string, string>, options: StartOptions = {}): string[] =>
  resolveSettings(options, environment).findings.map(formatFinding);

describe('an endpoint', () => {
  it('that already has the path of a signal is explained, and used as the specification says', () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/v1/traces' };
    expect(resolveSettings({}, environment).values.traces.url).toBe('http://collector:4318/v1/traces/v1/traces');
    expect(linesOf(environment)).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT: expected a base URL, to which /v1/<signal> is appended, got "/v1/traces"; requests go to …/v1/traces/v1/traces',
    ]);
    expect(linesOf({}, { endpoint: 'http://collector:4318/v1/logs/' })).toEqual([
      'option endpoint: expected a base URL, to which /v1/<signal> is appended, got "/v1/logs"; requests go to …/v1/logs/v1/traces',
    ]);
  });

  it('of one signal that has no path is noted, and used as it is', () => {
    const { values, findings } = resolveSettings({}, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://tempo:4318' });
    expect(values.traces.url).toBe('http://tempo:4318/');
    expect(findings).toEqual([
      {
        name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
        expected: 'a whole URL, mostly with the path /v1/traces',
        got: '/',
        action: 'it is used as it is',
        level: 'info',
      },
    ]);
  });
});

describe('NODE_ENV=test', () => {
  it('sends nothing and says nothing without an endpoint', () => {
    const { values, origins, findings } = resolveSettings({}, { NODE_ENV: 'test' });
    expect([values.logLevel, values.tracesExporters, values.metricsExporters, values.logsExporters]).toEqual([
      'none',
      ['none'],
      ['none'],
      ['none'],
    ]);
    expect(origins).toMatchObject({
      logLevel: 'NODE_ENV=test without an endpoint',
      tracesExporters: 'NODE_ENV=test without an endpoint',
    });
    expect(findings).toEqual([]);
  });

  it('changes nothing with an endpoint, and nothing that was asked for', () => {
    const withEndpoint = resolveSettings({ logs: { endpoint: 'http://collector:4318/v1/logs' } }, { NODE_ENV: 'test' }).values;
    expect([withEndpoint.logLevel, withEndpoint.tracesExporters]).toEqual(['info', ['otlp']]);
    const asked = resolveSettings({ logLevel: 'debug' }, { NODE_ENV: 'test', OTEL_TRACES_EXPORTER: 'console' }).values;
    expect([asked.logLevel, asked.tracesExporters, asked.logsExporters]).toEqual(['debug', ['console'], ['none']]);
  });
});

describe('OTEL_TRACES_SAMPLER_ARG', () => {
  it('counts only with a sampler that takes it', () => {
    expect(linesOf({ OTEL_TRACES_SAMPLER_ARG: '0.1' })).toEqual([
      'OTEL_TRACES_SAMPLER_ARG: expected OTEL_TRACES_SAMPLER to name a sampler that takes it, such as parentbased_traceidratio, got "no sampler"; it is ignored',
    ]);
    const { values, findings } = resolveSettings({}, { OTEL_TRACES_SAMPLER_ARG: '0.1', OTEL_TRACES_SAMPLER: 'traceidratio' });
    expect([values.samplerRatio, findings]).toEqual([0.1, []]);
  });
});

describe('a batch', () => {
  it('follows a queue that is smaller, and says so as its origin', () => {
    const { values, origins, findings } = resolveSettings({}, { OTEL_BSP_MAX_QUEUE_SIZE: '100' });
    expect([values.spanBatchSize, origins['spanBatchSize'], findings]).toEqual([100, 'spanQueueSize', []]);
  });
});
