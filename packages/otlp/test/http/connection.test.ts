import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTransport } from '../../src/transport.js';
import type { TransportOptions } from '../../src/transport-options.js';
import { collect, listen, type Received, startServer } from '../http-server.js';

const pem = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const body = new Uint8Array([1, 2, 3]);

const sendOnce = async (options: Omit<TransportOptions, 'signal'>) => {
  const transport = createTransport({ signal: 'metrics', ...options });
  const result = await transport.send(body, 1);
  await transport.shutdown();
  return result;
};

describe('a connection', () => {
  it('leaves Node’s client alone, whose objects would slow the functions that serve the host', async () => {
    const requests: unknown[] = [];
    const onRequest = (message: unknown): void => void requests.push(message);
    subscribe('http.client.request.created', onRequest);
    onTestFinished(() => void unsubscribe('http.client.request.created', onRequest));
    const { url } = await startServer();
    expect(await sendOnce({ url })).toMatchObject({ outcome: 'delivered' });
    expect(requests).toEqual([]);
  });

  it('makes its requests inside of what the caller wraps around them', async () => {
    const { url } = await startServer();
    let inside = 0;
    const runRequest = <T>(make: () => T): T => {
      inside++;
      return make();
    };
    expect(await sendOnce({ url, runRequest })).toMatchObject({ outcome: 'delivered' });
    expect(inside).toBe(1);
  });

  it('trusts a certificate authority of its own and shows its own certificate', async () => {
    const clients: string[] = [];
    const server = createTlsServer({
      cert: pem('server.pem'),
      key: pem('server.key'),
      ca: pem('ca.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    });
    server.on('request', (request, response) => {
      clients.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN));
      request.resume().on('end', () => response.end());
    });
    const url = `https://127.0.0.1:${await listen(server)}/v1/metrics`;
    expect(await sendOnce({ url, tls: { ca: pem('ca.pem'), cert: pem('client.pem'), key: pem('client.key') } })).toMatchObject({
      outcome: 'delivered',
    });
    expect(clients).toEqual(['client']);
    expect(await sendOnce({ url })).toMatchObject({
      outcome: 'failed',
      reason: 'connection',
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
      retryable: false,
      message: `no connection to ${url}: SELF_SIGNED_CERT_IN_CHAIN`,
    });
  });

  it('fails, and can be shut down, with a certificate that is none', async () => {
    expect(await sendOnce({ url: 'https://127.0.0.1:1/', tls: { ca: 'no certificate', cert: 'none', key: 'none' } })).toMatchObject({
      outcome: 'failed',
      retryable: false,
    });
  });

  it('fails, and can be shut down, with a proxy that is none, and does not show it', async () => {
    expect(await sendOnce({ url: 'http://127.0.0.1:1/', proxyEnv: { HTTP_PROXY: 'http://user:password@' } })).toEqual({
      outcome: 'failed',
      reason: 'internal',
      code: 'ERR_PROXY_INVALID_CONFIG',
      retryable: false,
      message: 'the export could not be prepared: ERR_PROXY_INVALID_CONFIG',
    });
  });

  it('goes to a unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'otlp-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const received: Received[] = [];
    const socketPath = join(folder, 'otel.sock');
    await listen(createServer(collect(received)), socketPath);
    expect(await sendOnce({ url: 'http://localhost/v1/metrics', socketPath })).toMatchObject({ outcome: 'delivered' });
    expect(received).toMatchObject([{ url: '/v1/metrics', body: Buffer.from(body) }]);
  });

  it('goes through a proxy, except to where it should not', async () => {
    const { url, received } = await startServer();
    const proxied: (string | undefined)[] = [];
    const proxy = createServer((request, response) => {
      proxied.push(request.url);
      const { method, headers } = request;
      request.pipe(
        httpRequest(String(request.url), { method, headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502))),
      );
    });
    const HTTP_PROXY = `http://127.0.0.1:${await listen(proxy)}`;
    expect(await sendOnce({ url, proxyEnv: { HTTP_PROXY } })).toMatchObject({ outcome: 'delivered' });
    expect(proxied).toEqual([url]);
    expect(await sendOnce({ url, proxyEnv: { HTTP_PROXY, NO_PROXY: '127.0.0.1' } })).toMatchObject({ outcome: 'delivered' });
    expect(proxied).toEqual([url]);
    expect(received.length).toBe(2);
  });
});
