import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
const preload = ['--require', '@telewright/node/register'];

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const run = (environment: Record<string, string>, args: string[] = [...preload, 'span.mjs']) =>
  runApp(args, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test', ...environment }).ended;
const warnings = (stderr: string): string[] => stderr.split('\n').filter((line) => line.startsWith('[telewright] WARN'));

describe('bad input', () => {
  it.each([
    ['OTEL_TRACES_SAMPLER', 'sometimes', /expected one of always_on/],
    ['OTEL_BSP_SCHEDULE_DELAY', 'soon', /expected a whole number from 0 to 2147483647, got "soon"/],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', /expected one of http\/protobuf, got "grpc"/],
    ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'http,kafka', /unknown instrumentation "kafka"/],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,broken', /OTEL_RESOURCE_ATTRIBUTES/],
    ['FINOPS_COST_CENTER_ID', 'not a slug!', /service.instance.cost_center.id/],
    ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/nowhere.pem', /can't read|certificate/],
  ])('in %s is told in one line, and the app runs on with telemetry', async (name, value, said) => {
    const { code, stdout, stderr } = await run({ [name]: value });
    expect([code, stdout]).toEqual([0, '']);
    const lines = stderr.split('\n').filter((line) => /WARN|ERROR/.test(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(said);
    expect(receiver.spans).toHaveLength(1);
  });

  it('never shows a header', async () => {
    const { stderr } = await run({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=%zzsecret', TELEWRIGHT_DEBUG_CONFIG: 'true' });
    expect(warnings(stderr)).toHaveLength(1);
    expect(stderr).not.toContain('secret');
  });

  it('in an option is told in one line', async () => {
    const app = `require('@telewright/node').start({ servce: 'x', sampler: 'sometimes' }); require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();`;
    const { code, stderr } = await run({}, ['--eval', app]);
    expect([code, warnings(stderr).length, receiver.spans.length]).toEqual([0, 2, 1]);
  });

  it('refuses the start in strict mode, with every finding', async () => {
    const app = `try { require('@telewright/node').start({ strict: true, sampler: 'sometimes', owner: 'me@example.com' }) } catch (error) { console.log(error.name, error.message) }`;
    const { code, stdout } = await run({}, ['--eval', app]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^TypeError telemetry was not started, because strict mode is on:\noption sampler: expected one of/);
    expect(stdout).toContain('finops.owner.name');
  });
});
