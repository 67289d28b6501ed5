import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

const execute = promisify(execFile);
const npm = (args: readonly string[], cwd: string) =>
  execute('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    cwd,
    shell: process.platform === 'win32',
  });

/** A folder in which somebody has the real NodeSDK, which is not installed with us: it brings gRPC and 60 packages. */
let folder: string;
let receiver: Receiver;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telewright-sdk-node-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "node-sdk-app", "version": "1.0.0", "private": true }\n');
  await npm(['pack', './packages/node', '--pack-destination', folder], repository);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  await npm(['install', `./${tarball}`, '@opentelemetry/api@1.10.0', '@opentelemetry/sdk-node@0.301.0'], folder);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const run = (code: string, environment: Record<string, string> = {}, type = 'commonjs') =>
  runApp(
    [`--input-type=${type}`, '--eval', code],
    { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, FINOPS_TEAM: 'platform', TELEWRIGHT_SPOOL: 'off', ...environment },
    folder,
  ).ended;
const work = `
  trace.getTracer('app').startSpan('work').end();
  logs.getLogger('app').emit({ body: 'hello' });
  metrics.getMeter('app').createCounter('jobs').add(1);
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1', async () => {
    await (await fetch('http://127.0.0.1:' + server.address().port)).text();
    server.close(); server.closeIdleConnections();
    await finish();
  });`;

describe.each(['commonjs', 'module'])('nodeSdkConfiguration in a %s', (type) => {
  it('makes the real NodeSDK carry our resource, instrumentations and pipeline', async () => {
    const names: readonly (readonly [string, string])[] = [
      ['logs, metrics, trace', '@opentelemetry/api'],
      ['NodeSDK', '@opentelemetry/sdk-node'],
      ['nodeSdkConfiguration', '@telewright/node/sdk-node'],
      ['createServer', 'node:http'],
    ];
    const load = names.map(([what, from]) =>
      type === 'module' ? `import { ${what} } from '${from}';` : `const { ${what} } = require('${from}');`,
    );
    const app = `const sdk = new NodeSDK(nodeSdkConfiguration({ service: 'mine' })); sdk.start(); const finish = () => sdk.shutdown(); ${work}`;
    const { code, stderr } = await run(`${load.join('\n')}\n${app}`, {}, type);
    expect([code, stderr.split('\n').filter((line) => /ERROR|Error/.test(line))]).toEqual([0, []]);
    expect(receiver.spans.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['CLIENT GET', 'INTERNAL work', 'SERVER GET']);
    const resources = [receiver.spans[0], receiver.logs[0], receiver.metrics[0]].map((item) => item?.resource.attributes);
    expect(resources[0]).toMatchObject({ 'service.name': 'mine', 'finops.team.name': 'platform', 'telemetry.distro.name': 'telewright' });
    expect(resources).toEqual([resources[0], resources[0], resources[0]]);
    const metrics = receiver.metrics.map(({ name }) => name);
    expect([metrics.includes('jobs'), metrics.includes('http.server.request.duration')]).toEqual([true, true]);
  });
});

describe('the types of nodeSdkConfiguration', () => {
  it('are those of the installed NodeSDK, for a user of CommonJS and of ESM', async () => {
    const { stdout: keys } = await run(
      "console.log(JSON.stringify(Object.keys(require('@telewright/node/sdk-node').nodeSdkConfiguration())))",
    );
    const app = `import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
      import { nodeSdkConfiguration } from '@telewright/node/sdk-node';
      const configuration: Partial<NodeSDKConfiguration> = nodeSdkConfiguration({ service: 'mine' });
      const keys: (keyof NodeSDKConfiguration)[] = ${keys};
      new NodeSDK({ ...nodeSdkConfiguration(), serviceName: 'mine' }).start();
      void [configuration, keys];
      // @ts-expect-error: the name of a service is text
      nodeSdkConfiguration({ service: 1 });
      // @ts-expect-error: it gives a configuration, not anything
      nodeSdkConfiguration().noSuchKey;\n`;
    const files = ['app.cts', 'app.mts'].map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, app);
    const strict = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2023'];
    const types = ['--skipLibCheck', 'false', '--types', 'node', '--typeRoots', `${repository}node_modules/@types`];
    const compiler = `${repository}node_modules/typescript/bin/tsc`;
    const compiled = await execute(process.execPath, [compiler, ...strict, ...types, ...files], { cwd: folder }).catch((error) => error);
    expect([JSON.parse(keys).includes('resource'), compiled.stdout]).toEqual([true, '']);
  }, 120_000);
});

describe('nodeSdkConfiguration', () => {
  it('delivers at the end of a process that shuts nothing down, and obeys the settings', async () => {
    const app = `const { logs, metrics, trace } = require('@opentelemetry/api'); const { NodeSDK } = require('@opentelemetry/sdk-node');
      const { nodeSdkConfiguration } = require('@telewright/node/sdk-node');
      new NodeSDK(nodeSdkConfiguration({ sampling: { rules: ['drop name=noise'] } })).start();
      trace.getTracer('app').startSpan('noise').end(); trace.getTracer('app').startSpan('work').end(); process.exit(3);`;
    const { code } = await run(app);
    expect(code).toBe(3);
    await receiver.waitFor(({ spans }) => spans.length > 0);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['work']);
  });

  it('carries nothing when it is disabled', async () => {
    const app = `const { trace } = require('@opentelemetry/api'); const { NodeSDK } = require('@opentelemetry/sdk-node');
      const sdk = new NodeSDK(require('@telewright/node/sdk-node').nodeSdkConfiguration({ disabled: true })); sdk.start();
      trace.getTracer('app').startSpan('work').end(); sdk.shutdown();`;
    expect([(await run(app)).code, receiver.requests]).toEqual([0, []]);
  });
});
