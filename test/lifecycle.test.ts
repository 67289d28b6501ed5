import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
let folder: string;
const preload = ['--require', '@telewright/node/register'];
const warnings = (stderr: string): string[] =>
  stderr
    .split('\n')
    .flatMap((line) => (line.startsWith('[telewright] WARN ') ? [line.slice(18)] : []))
    .sort((a, b) => a.localeCompare(b));
const metricsOfApp = () => receiver.metrics.filter(({ scope }) => scope.name === 'app');
const names = (): string[] => receiver.spans.map(({ name }) => name);

beforeEach(async () => {
  receiver = await startReceiver();
  folder = mkdtempSync(join(tmpdir(), 'telewright-spool-'));
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a process that has nothing left to do', () => {
  it('sends its last span, metric and log record and ends with its own code', async () => {
    const { code, stdout } = await runApp([...preload, 'span.mjs'], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      FINOPS_TEAM: 'platform',
      FINOPS_ENVIRONMENT: 'test',
    }).ended;
    expect([code, stdout]).toEqual([0, '']);
    expect(names()).toEqual(['work']);
    expect(metricsOfApp()).toMatchObject([{ name: 'jobs', points: [{ value: 1 }] }]);
    expect(receiver.logs).toMatchObject([{ body: 'hello' }]);
  });

  it('ends when nobody listens at the endpoint, and says so in one line for each signal', async () => {
    const { code, stdout, stderr } = await runApp([...preload, 'span.mjs'], {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@127.0.0.1:1',
      TELEWRIGHT_SPOOL_DIR: folder,
      FINOPS_TEAM: 'platform',
      FINOPS_ENVIRONMENT: 'test',
    }).ended;
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).not.toContain('secret');
    const refused = (signal: string): string =>
      `${signal} can't be sent: no connection to http://127.0.0.1:1/v1/${signal}: ECONNREFUSED; they are kept in memory and then in ${folder}, and the next line tells when it works`;
    expect(warnings(stderr)).toEqual([refused('logs'), refused('metrics'), refused('traces')]);
    expect(stderr).toMatch(/INFO \d+ items of telemetry could not be sent yet: they wait in /);
  });

  it('ends when the Collector never answers', async () => {
    receiver.respondWith({ hang: true });
    const { code } = await runApp([...preload, 'span.mjs'], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_SHUTDOWN_TIMEOUT: '200',
      OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
    }).ended;
    expect(code).toBe(0);
  });
});

describe('a job that leaves something on disk', () => {
  const job = async (url: string): Promise<void> => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: url, TELEWRIGHT_SPOOL_DIR: folder };
    await runApp([...preload, 'span.mjs'], environment).ended;
  };
  const left = (): string[] => readdirSync(folder).flatMap((service) => readdirSync(join(folder, service)));

  it('takes over what others have left only where the Collector takes its own', async () => {
    await job('http://127.0.0.1:1');
    const [first] = left();
    await job('http://127.0.0.1:1');
    expect(left()).toHaveLength(2);
    expect(left()).toContain(first);
    await job(receiver.url);
    expect(left()).toEqual([]);
    expect(names()).toEqual(['work', 'work', 'work']);
  });
});

describe('a process that is stopped', () => {
  it('dies by the signal when the only other listener is one of signal-exit, which runs too', async () => {
    const host = `require('signal-exit').onExit(() => console.log('cleaned up')); setInterval(() => undefined, 1000); console.log('ready');`;
    const app = runApp([...preload, '--eval', host], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    await app.said(/ready/);
    app.kill('SIGTERM');
    expect(await app.ended).toMatchObject({ signal: 'SIGTERM', stdout: 'ready\ncleaned up\n' });
  });

  it('leaves the end to a handler that listens once and was there before us', async () => {
    const host = `process.once('SIGTERM', () => setTimeout(() => { console.log('stopped'); clearInterval(timer); }, 100));
      require('@telewright/node').start({ service: 'host' }); const timer = setInterval(() => undefined, 1000); console.log('ready');`;
    const app = runApp(['--eval', host], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    await app.said(/ready/);
    app.kill('SIGTERM');
    expect(await app.ended).toMatchObject({ code: 0, signal: null, stdout: 'ready\nstopped\n' });
  });

  it('dies by the signal within the bound when the Collector never answers', async () => {
    receiver.respondWith({ hang: true });
    const app = runApp([...preload, 'idle.mjs'], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_SHUTDOWN_TIMEOUT: '200',
      OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
    });
    await app.said(/ready/);
    app.kill('SIGTERM');
    expect(await app.ended).toMatchObject({ signal: 'SIGTERM' });
  });
});
