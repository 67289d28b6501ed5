import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Receiver, startReceiver, type TraceNode, traceTree } from '@telewright/testing';
import { transformSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeMatrixApp } from './matrix-apps.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type Ended, repository, runApp } from './run-app.ts';
import { installedRuntimes } from './runtimes.ts';

const official = ['pg', 'graphql', 'koa', 'express'];

let folder: string;
let postgres: Postgres;
let receiver: Receiver;
beforeAll(async () => {
  // Inside the repository, so that all other packages resolve. These four have other names there, because no other app may find them.
  folder = mkdtempSync(join(repository, 'test/apps/patched-'));
  const install = (from: string, name: string): void =>
    cpSync(`${repository}node_modules/${from}`, join(folder, 'node_modules', name), { recursive: true });
  install('installed-express', 'express');
  install('installed-graphql', 'graphql');
  for (const name of [...official, 'http']) install(`installed-instrumentation-${name}`, `@opentelemetry/instrumentation-${name}`);
  const source = readFileSync(`${repository}test/apps/patched.mjs`, 'utf8');
  writeFileSync(join(folder, 'app.mjs'), source);
  writeFileSync(join(folder, 'app.cjs'), transformSync(source, { format: 'cjs' }).code);
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const register = ['--require', '@telewright/node/register'];
const environment = (): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  FINOPS_TEAM: 'platform',
  FINOPS_ENVIRONMENT: 'test',
  DATABASE_URL: postgres.url,
});
const answers = '/pg [{"n":1}]\n/graphql {"data":{"n":1}}\n/users/7 7\n/api/orders/9 9\n';
const said = ({ stderr }: Ended): string[] => stderr.split('\n').filter((line) => line !== '' && !line.startsWith('[telewright] INFO'));

const shape = ({ span, children }: TraceNode): unknown[] => [`${span.kind} ${span.name}`, ...children.map(shape)];
/** The traces in the order in which they began. */
function traces(): unknown[] {
  const inOrder = receiver.spans.toSorted((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
  return [...new Set(inOrder.map(({ traceId }) => traceId))].flatMap((id) => traceTree(inOrder, id).map(shape));
}
const request = (...served: unknown[]): unknown[] => ['CLIENT GET', served];
const query = ['CLIENT pg.query:SELECT postgres'];
const heard = [
  ['INTERNAL graphql.parseSchema'],
  request('SERVER GET', query),
  request('SERVER GET', ['INTERNAL graphql.parse'], ['INTERNAL graphql.validate'], ['INTERNAL query']),
  request('SERVER GET /users/:id', ['INTERNAL router - /users/:id']),
  request('SERVER GET /api/orders/:id'),
];

describe.each(installedRuntimes())('the official instrumentations that an app has installed, on $name', ({ executable }) => {
  it.each([
    ['--require', 'app.cjs'],
    ['--import', 'app.mjs'],
  ])('hear the libraries without channels, once each, with %s %s', async (flag, file) => {
    const end = await runApp([flag, '@telewright/node/register', file], environment(), folder, executable).ended;
    expect([end.code, end.stdout, said(end)]).toEqual([0, answers, []]);
    expect(traces()).toEqual(heard);
    expect(end.stderr).toMatch(/instrumentations http, .*, graphql, .*, koa, pg; /);
  });
});

describe('an official instrumentation', () => {
  it('has our providers for metrics too', async () => {
    await runApp([...register, 'app.mjs'], environment(), folder).ended;
    const { resource, scope } = receiver.metrics.find(({ name }) => name === 'db.client.operation.duration') ?? {};
    expect([scope?.name, resource?.attributes['finops.team.name']]).toEqual(['@opentelemetry/instrumentation-pg', 'platform']);
  });

  it('is left out by OTEL_NODE_DISABLED_INSTRUMENTATIONS', async () => {
    const end = await runApp([...register, 'app.mjs'], { ...environment(), OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'graphql,koa,pg' }, folder)
      .ended;
    expect([end.stdout, said(end)]).toEqual([answers, []]);
    const plain = request('SERVER GET');
    expect(traces()).toEqual([plain, plain, plain, request('SERVER GET /api/orders/:id')]);
  });

  it('is told to come too late, and still hears what is required after it', async () => {
    writeFileSync(join(folder, 'late.cjs'), "require('pg'); require('@telewright/node').start(); require('./app.cjs');");
    const end = await runApp(['late.cjs'], environment(), folder).ended;
    expect(said(end)).toEqual([
      '[telewright] WARN pg was loaded before telemetry was started, so that its calls may be missing: load telemetry first, with --require @telewright/node/register',
    ]);
    expect([end.stdout, traces()]).toEqual([answers, heard]);
  });

  it('that can not be loaded is told, and the app runs as ever', async () => {
    const broken = join(folder, 'node_modules/@opentelemetry/instrumentation-pg/package.json');
    const manifest = readFileSync(broken, 'utf8');
    try {
      writeFileSync(broken, '{ "name": "@opentelemetry/instrumentation-pg", "main": "./gone.js" }');
      const end = await runApp([...register, 'app.mjs'], environment(), folder).ended;
      expect([end.code, end.stdout]).toEqual([0, answers]);
      expect(said(end)).toEqual([expect.stringMatching(/^\[telewright\] WARN the instrumentation pg failed; its calls may be missing /)]);
    } finally {
      writeFileSync(broken, manifest);
    }
  });
});

describe('start({ instrumentations })', () => {
  const load = (options: string): string => `
    const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg');
    const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
    require('@telewright/node').start({ instrumentations: ${options} });
    require('./app.cjs');`;
  const rest = heard.slice(1);

  it.each([
    ['a list', '[new PgInstrumentation({ ignoreConnectSpans: true })]'],
    [
      'instances',
      '{ enabled: ["http", "undici", "graphql", "koa", "express"], instances: [[new PgInstrumentation({ ignoreConnectSpans: true })]] }',
    ],
  ])('takes %s, and loads none of them a second time', async (_, options) => {
    const end = await runApp(['--eval', load(options)], environment(), folder).ended;
    expect([end.code, end.stdout, said(end)]).toEqual([0, answers, []]);
    expect(traces()).toEqual([heard[0], ...rest]);
  });

  it('lets an instance take the place of ours of the same name', async () => {
    const end = await runApp(['--eval', load('[new ExpressInstrumentation()]')], environment(), folder).ended;
    expect(end.stderr).toMatch(/instrumentations http, http2, undici, fastify, .*, graphql, .*, express, koa, pg; /);
    expect(JSON.stringify(traces().at(-1))).toContain('INTERNAL request handler - /api/orders/:id');
  });

  it('patches built-in modules once, for named imports of ES modules too', async () => {
    const setup = `import 'node:http'; import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'; import { start } from '@telewright/node';
      start({ instrumentations: [new HttpInstrumentation()] });`;
    writeFileSync(join(folder, 'setup.mjs'), setup);
    const end = await runApp(['--import', './setup.mjs', writeMatrixApp(folder, 'ESM', 'none')], environment(), folder).ended;
    const served = ['SERVER GET /api/users/:id', request('SERVER GET /items/:item'), request('SERVER GET /prices/:item')];
    expect([end.code, said(end)]).toEqual([7, ['one line of its own on stderr']]);
    expect(traces()).toEqual([request(...served), request(...served)]);
  });

  it('says what is no instrumentation', async () => {
    const end = await runApp(['--eval', load('["pg", { enable() {} }]')], environment(), folder).ended;
    const expected = 'expected instances of OpenTelemetry instrumentations, such as new PgInstrumentation()';
    expect(said(end)).toEqual([
      `[telewright] WARN option instrumentations: ${expected}, got "string"; it is ignored`,
      `[telewright] WARN option instrumentations: ${expected}, got "object"; it is ignored`,
    ]);
  });
});

describe('the loading of modules', () => {
  const spied = async (cwd?: string, file = 'express-app.mjs'): Promise<unknown> => {
    const { code, stderr } = await runApp(['--require', `${repository}test/apps/hook-spy.cjs`, ...register, file], environment(), cwd)
      .ended;
    expect(code).toBe(0);
    return JSON.parse(stderr.trim().split('\n').at(-1) as string);
  };

  it('is not hooked in an app that has no official instrumentation', async () => {
    expect(await spied()).toEqual({ hooks: [], requireIsOriginal: true });
  });

  it('is hooked once in an app that has several', async () => {
    expect(await spied(folder, 'app.mjs')).toEqual({ hooks: ['registerHooks'], requireIsOriginal: false });
  });
});
