import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const body = `
const telemetry = start({ service: 'checkout', team: 'platform', environment: 'test', endpoint: process.env.ENDPOINT });
trace.getTracer('app').startActiveSpan('work', (span) => {
  const carrier = {};
  propagation.inject(context.active(), carrier);
  console.log(JSON.stringify({ carrier, same: start() === telemetry, running: runningTelemetry() === telemetry, keys: Object.keys(telemetry).sort() }));
  span.end();
});
metrics.getMeter('app').createCounter('jobs').add(1);
logs.getLogger('app').emit({ body: 'hello' });
telemetry.shutdown().then(() => telemetry.forceFlush()).then(() => console.log(JSON.stringify({ twice: telemetry.shutdown() === telemetry.shutdown() })));
`;
const names = 'context, logs, metrics, propagation, trace';

describe.each([
  [
    'require',
    [
      '--eval',
      `const { ${names} } = require('@opentelemetry/api'); const { runningTelemetry, start } = require('@telewright/node'); ${body}`,
    ],
  ],
  [
    'import',
    [
      '--input-type=module',
      '--eval',
      `import { ${names} } from '@opentelemetry/api'; import { runningTelemetry, start } from '@telewright/node'; ${body}`,
    ],
  ],
])('start() by %s', (_, args) => {
  it('gives all three signals behind the global API, once', async () => {
    const { code, lines, stderr } = await runApp(args, { ENDPOINT: receiver.url }).ended;
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        same: true,
        running: true,
        keys: ['forceFlush', 'settings', 'shutdown'],
        carrier: { traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) },
      },
      { twice: true },
    ]);
    expect(stderr.split('\n').filter((line) => line.includes('WARN'))).toEqual([
      '[telewright] WARN telemetry has been started before: this call to start() and its options change nothing',
    ]);
    expect(receiver.spans).toMatchObject([
      { name: 'work', resource: { attributes: { 'service.name': 'checkout', 'finops.team.name': 'platform' } } },
    ]);
    expect(receiver.metrics.filter(({ scope }) => scope.name === 'app')).toMatchObject([{ name: 'jobs' }]);
    expect(receiver.logs).toMatchObject([{ body: 'hello' }]);
  });
});

describe('start() after register', () => {
  it('returns what runs', async () => {
    const app = `const { start, runningTelemetry } = require('@telewright/node'); const running = runningTelemetry(); console.log(running !== undefined && start({ service: 'other' }) === running)`;
    const { stdout } = await runApp(['--require', '@telewright/node/register', '--eval', app], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    }).ended;
    expect(stdout).toBe('true\n');
  });
});

describe('a host that we can not understand', () => {
  it('runs on when its working directory has been removed', async () => {
    const app = `const { mkdtempSync, rmdirSync } = require('node:fs'); const folder = mkdtempSync(require('node:os').tmpdir() + '/telewright-'); process.chdir(folder); rmdirSync(folder); require(process.env.PACKAGE).start({ service: 'x' }); console.log('on');`;
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, PACKAGE: `${repository}packages/node/dist/index.cjs` };
    expect(await runApp(['--eval', app], environment).ended).toMatchObject({ code: 0, stdout: 'on\n' });
  });

  it('loses only the record that can not be encoded', async () => {
    const app = `require('@telewright/node').start({ service: 'x' }); const logger = require('@opentelemetry/api').logs.getLogger('app'); logger.emit({ severityNumber: Infinity, body: 'endless' }); logger.emit({ body: 'good' });`;
    expect(await runApp(['--eval', app], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended).toMatchObject({ code: 0 });
    expect(receiver.logs.map(({ body }) => body)).toEqual(['good']);
  });
});

describe('a label that is missing', () => {
  it('is told in the one warning line and as a series of finops.label.missing', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, FINOPS_ENVIRONMENT: 'test' };
    const { stderr } = await runApp(['--require', '@telewright/node/register', 'span.mjs'], environment).ended;
    expect(stderr.split('\n').filter((line) => line.includes('WARN'))).toEqual([
      expect.stringContaining('1 resource label needs attention: finops.team.name is missing'),
    ]);
    const gauge = receiver.metrics.find(({ name }) => name === 'finops.label.missing');
    expect(gauge?.points).toContainEqual(expect.objectContaining({ value: 1, attributes: { 'finops.label.key': 'finops.team.name' } }));
  });
});

describe('a console exporter', () => {
  it('writes JSON lines on stderr, never on stdout', async () => {
    const environment = {
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_METRICS_EXPORTER: 'console',
      OTEL_LOGS_EXPORTER: 'console',
      FINOPS_TEAM: 'platform',
      FINOPS_ENVIRONMENT: 'test',
    };
    const { stdout, stderr } = await runApp(['--require', '@telewright/node/register', 'span.mjs'], environment).ended;
    expect(stdout).toBe('');
    const lines = stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    const ofRuntime = lines.filter(({ name }) => /^(nodejs|v8js|process)\./.test(name));
    expect(lines.filter((line) => !ofRuntime.includes(line))).toMatchObject([{ name: 'work' }, { body: 'hello' }, { name: 'jobs' }]);
  });
});

it('makes contexts without closures, which would outlive their requests', async () => {
  const app = `require('@telewright/node').start(); const { context, createContextKey } = require('@opentelemetry/api');
    const made = context.active().setValue(createContextKey('one'), 1);
    console.log(JSON.stringify({ closures: Object.values(made).filter((value) => typeof value === 'function').length }));`;
  const { lines } = await runApp(['--eval', app], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
  expect(lines).toEqual([{ closures: 0 }]);
});
