import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

/** The loggers, and all that sends their lines besides Telewright. bunyan 2 has no official instrumentation. */
const needs = [
  ...['@opentelemetry/api@1.10.0', 'pino@10.4.0', 'pino-9@npm:pino@9.14.0', 'pino-opentelemetry-transport@4.0.2', 'winston@3.19.0'],
  ...['@opentelemetry/instrumentation-pino@0.70.0', '@opentelemetry/instrumentation-winston@0.69.0', 'bunyan@1.8.15'],
  ...['@opentelemetry/instrumentation-bunyan@0.69.0', '@opentelemetry/winston-transport@0.34.0'],
];

let receiver: Receiver;
let folder: string;
beforeAll(async () => {
  receiver = await startReceiver();
  folder = mkdtempSync(join(tmpdir(), 'telewright-sent-once-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--omit=optional', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...needs, ...options], { cwd: folder, shell: process.platform === 'win32' });
  mkdirSync(join(folder, 'node_modules/@telewright'));
  for (const name of ['logs', 'node']) {
    symlinkSync(join(repository, 'packages', name), join(folder, 'node_modules/@telewright', name), 'junction');
  }
  for (const file of ['sent-once.cjs', 'sent-once-wrapped.cjs']) copyFileSync(`${repository}test/apps/${file}`, join(folder, file));
}, 180_000);
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
}, 180_000);
beforeEach(() => receiver.reset());

async function recordsOf(args: readonly string[]): Promise<readonly string[]> {
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    TELEWRIGHT_LOGS: 'send',
  };
  const { code, stderr } = await runApp(args, environment, folder).ended;
  expect(code, stderr).toBe(0);
  return receiver.logs.map(({ body, scope }) => `${String(body)} <${scope.name}>`).sort();
}

describe('a line is sent once', () => {
  it('where a transport or an official instrumentation sends it too', async () => {
    const byTransport = '@opentelemetry/winston-transport';
    const byBunyan = '@opentelemetry/instrumentation-bunyan';
    expect(await recordsOf(['--require', '@telewright/node/register', 'sent-once.cjs'])).toEqual(
      [
        'bunyan, by its instrumentation and our stream <app>',
        `bunyan, by its instrumentation, written by our stream <${byBunyan}>`,
        `bunyan, by its instrumentation <${byBunyan}>`,
        'pino 9, with a transport <unknown>',
        'pino 9, with a transport among others <unknown>',
        'pino <@telewright/pino>',
        'pino, with a transport <unknown>',
        'pino, with a transport among others <unknown>',
        'pino, with a transport in a multistream <unknown>',
        `winston, by its instrumentation <${byTransport}>`,
        `winston, by its instrumentation and our transport <${byTransport}>`,
        `winston, with two transports <${byTransport}>`,
      ].sort(),
    );
  });

  it('where an instance of the official instrumentation of pino sends it', async () => {
    const by = '@opentelemetry/instrumentation-pino';
    expect(await recordsOf(['sent-once-wrapped.cjs'])).toEqual(
      [`pino, a child <${by}>`, `pino, with streams <${by}>`, `pino <${by}>`].sort(),
    );
  });
});
