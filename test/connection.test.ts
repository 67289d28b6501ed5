import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
let server: Server;
let folder: string;
const requests: IncomingMessage[] = [];

beforeEach(async () => {
  receiver = await startReceiver();
  requests.length = 0;
  server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => response.end());
  });
  folder = mkdtempSync(join(tmpdir(), 'telewright-socket-'));
});
afterEach(async () => {
  await receiver.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const listen = (where: ListenOptions) => new Promise<void>((resolve) => server.listen(where, resolve));
const run = (environment: Record<string, string>, args: string[] = ['--require', '@telewright/node/register', 'span.mjs']) =>
  runApp(args, { FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test', OTEL_LOG_LEVEL: 'warn', ...environment }).ended;
const paths = () => requests.map(({ url }) => url).sort();

describe('the way to the Collector', () => {
  it('can be a unix socket', async () => {
    const socket = join(folder, 'otlp.sock');
    await listen({ path: socket });
    const ended = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', TELEWRIGHT_OTLP_SOCKET: socket });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(paths()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    expect(requests[0]?.headers.host).toBe('collector');
  });

  it('can lead through a proxy, whose credentials are never shown', async () => {
    await listen({ port: 0, host: '127.0.0.1' });
    const proxy = `http://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318',
      HTTP_PROXY: proxy,
      TELEWRIGHT_DEBUG_CONFIG: 'true',
    });
    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain('secret');
    expect(paths()).toEqual(['logs', 'metrics', 'traces'].map((signal) => `http://collector.example:4318/v1/${signal}`));
    expect(requests[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('user:secret').toString('base64')}`);
  });

  it('leads past the proxy to this machine, and to hosts that are named', async () => {
    await listen({ port: 0, host: '127.0.0.1' });
    const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, HTTP_PROXY: proxy });
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.invalid:4318', HTTP_PROXY: proxy, NO_PROXY: '.invalid' });
    expect(receiver.spans).toHaveLength(1);
    expect(requests).toEqual([]);
  });

  it('asks a function for the headers of each request', async () => {
    const app = `
      let calls = 0;
      const headers = async () => ({ authorization: 'Bearer token-' + ++calls });
      const telemetry = require('@telewright/node').start({ endpoint: process.env.ENDPOINT, headers, debugConfig: true });
      require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();
      telemetry.forceFlush();`;
    const { code, stderr } = await run({ ENDPOINT: receiver.url }, ['--eval', app]);
    expect(code).toBe(0);
    expect(stderr).not.toContain('token-');
    const sent = receiver.requests.map(({ headers }) => headers['authorization']);
    expect(sent).toContain('Bearer token-1');
    expect(new Set(sent).size).toBe(sent.length);
  });
});
