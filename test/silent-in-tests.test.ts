import { startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

const preload = ['--require', '@telewright/node/register', 'span.mjs'];

describe('NODE_ENV=test', () => {
  it('sends nothing and says nothing without an endpoint, whatever is wrong', async () => {
    const { code, stdout, stderr } = await runApp(preload, { NODE_ENV: 'test', OTEL_TRACES_SAMPLER: 'sometimes' }).ended;
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  it('sends and speaks as ever with one', async () => {
    await using receiver = await startReceiver();
    const { stderr } = await runApp(preload, { NODE_ENV: 'test', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
    expect(stderr).toContain(`started: traces, metrics, logs to ${receiver.url}`);
    expect(receiver.spans).toHaveLength(1);
  });
});

describe('TELEWRIGHT_DEBUG_CONFIG', () => {
  it('prints the configuration in effect as one line of JSON, even where nothing else is said', async () => {
    const environment = { NODE_ENV: 'test', TELEWRIGHT_DEBUG_CONFIG: 'true', FINOPS_TEAM: 'platform' };
    const { stderr } = await runApp(preload, environment).ended;
    const effective = JSON.parse(stderr);
    expect(Object.keys(effective)).toEqual(['values', 'resource', 'instrumentations', 'findings']);
    expect(effective.values).toMatchObject({
      tracesExporters: { value: ['none'], origin: 'NODE_ENV=test without an endpoint' },
      debugConfig: { value: true, origin: 'TELEWRIGHT_DEBUG_CONFIG' },
      spanBatchSize: { value: 512, origin: 'default' },
    });
    expect(effective.resource).toMatchObject({ 'finops.team.name': { value: 'platform', origin: 'FINOPS_TEAM' } });
    expect(effective.instrumentations).toContain('http');
  });
});

describe('TELEWRIGHT_LOG_FORMAT=json', () => {
  it('makes each line of the SDK a JSON object', async () => {
    const environment = {
      TELEWRIGHT_LOG_FORMAT: 'json',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    };
    const { stderr } = await runApp(preload, environment).ended;
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ level, name }) => [level, name])).toEqual([
      ['warn', 'telewright'],
      ['info', 'telewright'],
    ]);
  });
});
