import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { parse } from 'acorn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstChannels, keptChannels } from '../packages/node/src/lazy/first-channels.ts';
import { immediateVariables } from '../packages/node/src/lazy/must-start-now.ts';
import { knownVariables } from '../packages/node/src/settings/unknown-variables.ts';
import { repository, runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const preload = ['--require', '@telewright/node/register'];
const run = (args: string[], environment: Record<string, string> = {}) =>
  runApp([...preload, ...args], {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_LOG_LEVEL: 'warn',
    FINOPS_TEAM: 'platform',
    FINOPS_ENVIRONMENT: 'test',
    ...environment,
  }).ended;
const spans = () => receiver.spans.map(({ name, kind }) => `${name} ${kind}`).sort();

describe('a preload', () => {
  it('loads one small file before the app listens, and misses nothing afterwards', async () => {
    const { code, lines, stderr } = await run(['early.mjs']);
    expect([code, stderr]).toEqual([0, '']);
    expect(lines).toEqual([{ modules: 1, bytes: expect.any(Number) }]);
    expect(lines[0]?.['bytes']).toBeLessThan(8_000);
    expect(spans()).toEqual(['GET CLIENT', 'GET SERVER']);
  });

  it('starts at once where a setting or a package asks for it', async () => {
    const { lines } = await run(['early.mjs'], { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http' });
    expect(lines).toEqual([{ modules: 2, bytes: expect.any(Number) }]);
  });

  it('loads code with the names of attributes as text, of which V8 makes objects at once', () => {
    const code = readFileSync(join(repository, 'packages/node/dist/index.cjs'), 'utf8');
    expect(code).toContain('{"http.request.method":');
    expect(code).not.toMatch(/="(?:http|url|server|client|network)\.[a-z_.]+"/);
  });

  it('loads code that V8 parses group by group, as it keeps what it makes of a file until all is parsed', () => {
    const code = readFileSync(join(repository, 'packages/node/dist/index.cjs'), 'utf8');
    const statements = parse(code, { ecmaVersion: 'latest' }).body.map(({ type, start, end }) => ({ type, length: end - start }));
    const parsedAtOnce = statements.filter(({ type }) => type !== 'FunctionDeclaration');
    expect(parsedAtOnce.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(10_000);
    expect(Math.max(...statements.map(({ length }) => length))).toBeLessThan(30_000);
  });

  it('loads what few services need when there is something to hear', async () => {
    const app = `
      const { basename } = require('node:path'); const { channel } = require('node:diagnostics_channel');
      require('@telewright/node').runningTelemetry();
      const files = () => Object.keys(require.cache).filter((file) => /dist.[a-z-]+[.]cjs$/.test(file));
      const bytes = files().reduce((sum, file) => sum + require('node:fs').statSync(file).size, 0);
      const before = files().map((file) => basename(file));
      channel('tracing:node-redis:command:start').publish({ command: 'GET', args: ['GET', '?'], database: 0 });
      console.log(JSON.stringify({ bytes, before, after: files().map((file) => basename(file)) }));`;
    const { lines, stderr } = await run(['--eval', app]);
    expect([stderr, lines]).toEqual([
      '',
      [
        {
          bytes: expect.any(Number),
          before: ['register.cjs', 'index.cjs'],
          after: ['register.cjs', 'index.cjs', 'rare-listeners.cjs'],
        },
      ],
    ]);
    expect(lines[0]?.['bytes']).toBeLessThan(327_700);
  });

  it('starts once the app listens, without a wait for something else to happen', async () => {
    const app = `
      const { performance } = require('node:perf_hooks');
      const idle = () => performance.eventLoopUtilization().idle;
      let before, waited;
      Object.defineProperty(globalThis, Symbol.for('telewright'), {
        configurable: true, get: () => undefined, set: () => { waited ??= idle() - before; } });
      setTimeout(() => {
        const server = require('node:http').createServer().listen(0, () => {
          before = idle();
          setTimeout(() => server.close(() => console.log(JSON.stringify({ waited }))), 500);
        });
      }, 50);`;
    expect(await run(['--eval', app])).toMatchObject({ lines: [{ waited: 0 }] });
  });

  it('lets the app go on where a part can not be loaded', async () => {
    const app = `
      const Module = require('node:module'); const { channel } = require('node:diagnostics_channel');
      const { Worker } = require('node:worker_threads');
      require('@telewright/node').runningTelemetry();
      const load = Module._load;
      Module._load = function (request, ...rest) {
        if (/rare-listeners|threads[.]cjs/.test(request)) throw new Error(request + ' is gone');
        return load.call(this, request, ...rest);
      };
      for (let count = 0; count < 2; count++) channel('tracing:node-redis:command:start').publish({ command: 'GET', args: ['GET', '?'], database: 0 });
      new Worker('0', { eval: true, execArgv: [], env: { TELEWRIGHT_WORKER_THREADS: 'false' } }).on('exit', () => console.log('{"went":"on"}'));`;
    const { code, lines, stderr } = await run(['--eval', app]);
    expect([code, lines]).toEqual([0, [{ went: 'on' }]]);
    expect(stderr.match(/could not be loaded/g)).toHaveLength(2);
  });

  it('loads what a setting asks for', async () => {
    const app = "require('@opentelemetry/api').metrics.getMeter('app').createHistogram('sizes').record(3)";
    const { stderr } = await run(['--eval', app], {
      OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
      TELEWRIGHT_HOST_METRICS: 'true',
    });
    expect(stderr).toBe('');
    const [sizes, uptime] = ['sizes', 'system.uptime'].map((name) => receiver.metrics.find((metric) => metric.name === name));
    expect(sizes).toMatchObject({ type: 'exponentialHistogram', points: [{ count: 1, sum: 3 }] });
    expect(uptime).toBeDefined();
  });

  it('stores what it could not send without loading node:crypto', async () => {
    const spool = mkdtempSync(join(tmpdir(), 'telewright-spool-'));
    const unreachable = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', TELEWRIGHT_SPOOL_DIR: spool };
    const { lines } = await run(['stored.cjs'], unreachable);
    rmSync(spool, { recursive: true });
    expect(lines).toEqual([{ stored: true, crypto: false }]);
  });

  it('names only variables that are known', () => {
    const known = knownVariables();
    expect(immediateVariables.filter((name) => !known.has(name))).toEqual([]);
  });

  it('hears every channel that is the first of its kind', async () => {
    const app = `
      const dc = require('node:diagnostics_channel'); const { subscribe } = dc; const names = [];
      dc.subscribe = (name, listener) => { names.push(name); subscribe(name, listener); };
      require('@telewright/node').start(); console.log(JSON.stringify({ names }));`;
    const { lines } = await runApp(['--eval', app], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_LOG_LEVEL: 'none' }).ended;
    const follows =
      /^(http\.client\.(request\.error|response\.finish)|http2\.client\.stream\.(start|finish)|http\.server\.response\.finish|undici:(client:sendHeaders|request:(headers|trailers|error))|tracing:.*:(end|asyncStart|asyncEnd)|tracing:(express\.router\.request|fastify\.request\.handler|h3\.request):start)$/;
    const first = ((lines[0]?.['names'] ?? []) as string[]).filter((name) => !follows.test(name));
    const heard = [...firstChannels, ...keptChannels];
    expect(first.filter((name) => !heard.includes(name))).toEqual([]);
  });
});

describe('what an app does before it is up', () => {
  it.each([
    ['a request with node:http', "require('node:http').get(process.env.SERVER, (response) => response.resume())", 'GET CLIENT'],
    ['a request with fetch', 'fetch(process.env.SERVER).then((response) => response.text())', 'GET CLIENT'],
    ['a span by the API', "require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end()", 'work INTERNAL'],
    [
      'a span by a tracer that was got long before',
      "const tracer = require('@opentelemetry/api').trace.getTracer('app'); setTimeout(() => tracer.startActiveSpan('work', (span) => span.end()), 20)",
      'work INTERNAL',
    ],
    [
      'a span in a context that was made by the API',
      "const { context, propagation, trace } = require('@opentelemetry/api'); const baggage = propagation.setBaggage(context.active(), propagation.createBaggage()); context.with(baggage, () => { if (context.active() === baggage) trace.getTracer('app').startSpan('work').end(); })",
      'work INTERNAL',
    ],
  ])('%s is recorded', async (_, app, span) => {
    const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { code, stderr } = await run(['--eval', app], { SERVER: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    server.close();
    server.closeAllConnections();
    expect([code, stderr, spans()]).toEqual([0, '', [span]]);
  });

  it('a metric and a log record by the API are sent', async () => {
    const app = `const { logs, metrics } = require('@opentelemetry/api'); const logger = logs.getLogger('app');
      metrics.getMeter('app').createCounter('jobs').add(1); logger.emit({ body: 'hello' }); process.exit(3);`;
    expect(await run(['--eval', app])).toMatchObject({ code: 3, stderr: '' });
    expect(receiver.logs.map(({ body }) => body)).toEqual(['hello']);
    expect(receiver.metrics.filter(({ scope }) => scope.name === 'app')).toMatchObject([{ name: 'jobs', points: [{ value: 1 }] }]);
  });

  it('a line of pino is sent', async () => {
    const app = "require('pino')().info('hello')";
    expect(await run(['--eval', app], { TELEWRIGHT_LOGS: 'send' })).toMatchObject({ code: 0, stderr: '' });
    expect(receiver.logs.map(({ body }) => body)).toEqual(['hello']);
  });

  it('nothing at all sends nothing', async () => {
    expect(await run(['--eval', '1 + 1'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(receiver.requests).toEqual([]);
  });
});

describe('an app with a pino that publishes nothing by itself', () => {
  it('has its first line redacted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'telewright-pino-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(`${repository}node_modules/pino-8`, join(folder, 'node_modules/pino'));
    const app = "require('pino')({ base: null, timestamp: false }).info({ password: 'hunter2' }, 'first')";
    const args = ['--require', `${repository}packages/node/dist/register.cjs`, '--eval', app];
    const { lines } = await runApp(args, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_LOG_LEVEL: 'error' }, folder).ended;
    rmSync(folder, { recursive: true });
    expect(lines).toEqual([{ level: 30, password: '[REDACTED]', msg: 'first' }]);
  });
});
