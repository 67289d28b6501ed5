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

  it('in an option is told in one line', async () => {
    const app = `require('@telewright/node').start({ servce: 'x', sampler: 'sometimes' }); require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();`;
    const { code, stderr } = await run({}, ['--eval', app]);
    expect([code, warnings(stderr).length, receiver.spans.length]).toEqual([0, 2, 1]);
  });
});
