import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

let receiver: Receiver;
let bundles: string;

beforeAll(async () => {
  // Inside the repository, so that the bundle's externals and the preload resolve as they do for a user.
  bundles = mkdtempSync(join(repository, 'test/apps/bundle-'));
  for (const format of ['cjs', 'esm'] as const) {
    const banner = {
      js: format === 'esm' ? "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" : '',
    };
    const entryPoints = [`${repository}test/apps/express-app.${format === 'esm' ? 'mjs' : 'cjs'}`];
    const outfile = join(bundles, `app.${format === 'esm' ? 'mjs' : 'cjs'}`);
    await build({ entryPoints, bundle: true, minify: true, platform: 'node', format, banner, outfile, logLevel: 'error' });
  }
});
afterAll(() => rmSync(bundles, { recursive: true, force: true }));
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const apps = [
  ['a CommonJS app', () => 'express-app.cjs'],
  ['an ESM app', () => 'express-app.mjs'],
  ['a CommonJS bundle', () => join(bundles, 'app.cjs')],
  ['an ESM bundle', () => join(bundles, 'app.mjs')],
] as const;
const flags = ['--require', '--import'] as const;

describe.each(apps)('%s', (_, file) => {
  it.each(flags)('gives all three signals and correlated lines with %s', async (flag) => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_LOGS: 'send',
      FINOPS_TEAM: 'platform',
      FINOPS_ENVIRONMENT: 'test',
    };
    const { code, lines, stdout, stderr } = await runApp([flag, '@telewright/node/register', file()], environment).ended;
    expect([code, stderr.includes('WARN')]).toEqual([0, false]);

    const server = receiver.spans.filter(({ kind }) => kind === 'SERVER');
    const client = receiver.spans.filter(({ kind }) => kind === 'CLIENT');
    expect(receiver.spans).toHaveLength(2);
    expect(server).toMatchObject([
      { name: 'GET /users/:id', attributes: { 'http.route': '/users/:id', 'http.response.status_code': 200 } },
    ]);
    expect(server[0]).toMatchObject({ parentSpanId: client[0]?.spanId, traceId: client[0]?.traceId });

    const [outside, inside] = lines;
    expect(stdout.trim().split('\n')).toHaveLength(2); // the app's own lines and nothing else
    expect(inside).toMatchObject({ user: '42', trace_id: server[0]?.traceId, span_id: server[0]?.spanId, trace_flags: '01' });
    expect(outside).not.toHaveProperty('trace_id');

    const sent = receiver.logs.find(({ body }) => body === 'in the request');
    expect(sent).toMatchObject({
      severityNumber: 9,
      severityText: 'info',
      attributes: { user: '42' },
      traceId: server[0]?.traceId,
      spanId: server[0]?.spanId,
    });
    const names = new Set(receiver.metrics.map(({ name }) => name));
    expect([names.has('http.server.request.duration'), names.has('http.client.request.duration')]).toEqual([true, true]);

    const resources = [receiver.spans, receiver.logs, receiver.metrics].flat().map(({ resource }) => JSON.stringify(resource.attributes));
    expect(new Set(resources).size).toBe(1);
    expect(receiver.spans[0]?.resource.attributes).toMatchObject({
      'service.name': 'e2e-app',
      'finops.team.name': 'platform',
      'telemetry.distro.name': 'telewright',
    });
  });
});

describe('register', () => {
  it('starts once in a process that has a thread for loader hooks', async () => {
    const hooks = 'data:text/javascript,export const resolve = (specifier, context, next) => next(specifier, context);';
    const app = `import { register } from 'node:module'; register(${JSON.stringify(hooks)}); console.log((await import('node:fs')).constants.F_OK);`;
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const args = ['--require', '@telewright/node/register', '--input-type=module', '--eval', app];
    const { stdout, stderr } = await runApp(args, environment).ended;
    expect([stdout, stderr.match(/ started: /g)]).toEqual(['0\n', [' started: ']]);
  });
});
