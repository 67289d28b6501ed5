import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closedAddress, loopbackServer } from './loopback-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { listeningApp } from './test-app.ts';

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Starts an upstream that notes what it gets and answers with 201, a header and "pong". */
async function noting(): Promise<{ address: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const address = await loopbackServer(async (request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: await text(request) });
    response.writeHead(201, { 'x-from': 'upstream', 'keep-alive': 'timeout=77' }).end('pong');
  });
  return { address, seen };
}

/** Sends a request whose headers are not touched by a client library. */
async function send(address: string, options: RequestOptions, body?: string): Promise<{ response: IncomingMessage; body: string }> {
  const outgoing = httpRequest(address, { agent: false, ...options }).end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { response, body: await text(response) };
}

describe('forwarding to PROXY_UPSTREAM', () => {
  it('answers 404 to what it does not know when there is no upstream', async () => {
    const { url } = await listeningApp();
    expect((await fetch(`${url}/anything`)).status).toBe(404);
  });

  it('forwards method, path, query, body and the answer', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: address });
    const response = await fetch(`${url}/a%20b/c?x=1&x=2`, { method: 'PUT', body: 'ping' });
    expect([response.status, response.headers.get('x-from'), await response.text()]).toEqual([201, 'upstream', 'pong']);
    expect(seen.map(({ line, body }) => [line, body])).toEqual([['PUT /a%20b/c?x=1&x=2', 'ping']]);
  });

  it('answers its own routes itself', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: address });
    expect(await (await fetch(url)).json()).toMatchObject({ service: 'proxy' });
    expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`${url}/api/webhook/gitops`, { method: 'POST' })).status).toBe(503);
    expect((await fetch(`${url}/api/trace/synthetic/x`, { method: 'POST' })).status).toBe(400);
    expect(seen).toEqual([]);
  });

  it('forwards below the path of the upstream', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: `${address}/base` });
    await fetch(`${url}/x`);
    expect(seen[0]?.line).toBe('GET /base/x');
  });

  it.each(['application/json', 'text/plain; charset=latin1', 'multipart/form-data; boundary=b', 'application/octet-stream'])(
    'passes a body of %s on byte by byte',
    async (type) => {
      const { address, seen } = await noting();
      const { url } = await listeningApp({ PROXY_UPSTREAM: address });
      const body = `{ "not":: json ${'x'.repeat(2_000_000)}`;
      await fetch(`${url}/x`, { method: 'POST', headers: { 'content-type': type }, body });
      expect(seen[0]?.body === body).toBe(true);
      expect([seen[0]?.headers['content-type'], seen[0]?.headers['content-length']]).toEqual([type, String(body.length)]);
    },
  );

  it('tells the upstream who asked, and keeps the headers of one connection to itself', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: address });
    const { host } = new URL(url);
    const { response } = await send(`${url}/x`, {
      headers: {
        connection: 'close, x-hop',
        'x-hop': '1',
        'keep-alive': 'timeout=5',
        te: 'trailers',
        'proxy-authorization': 'Basic eDp5',
        'x-forwarded-for': '10.1.1.1',
        authorization: 'Bearer for-the-upstream',
      },
    });
    expect(seen[0]?.headers).toEqual({
      host: new URL(address).host,
      connection: 'keep-alive',
      authorization: 'Bearer for-the-upstream',
      'x-forwarded-for': '10.1.1.1, 127.0.0.1',
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
    });
    expect(response.headers['keep-alive']).toBeUndefined();
    expect(response.headers.connection).toBe('close');
  });

  it('forwards a GET that carries a body without it', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: address });
    const { response } = await send(`${url}/x`, { method: 'GET', headers: { 'content-length': '4' } }, 'body');
    expect([response.statusCode, seen[0]?.body]).toEqual([201, '']);
  });

  it('passes the trace context on as it came when there is no SDK', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: address });
    const headers = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'v=1', baggage: 'tenant=t1' };
    await fetch(`${url}/x`, { headers });
    expect(seen[0]?.headers).toMatchObject(headers);
  });

  it('asks once, also when the upstream is overloaded', async () => {
    let requests = 0;
    const upstream = await loopbackServer((_, response) => {
      requests += 1;
      response.writeHead(503).end('busy');
    });
    const { url } = await listeningApp({ PROXY_UPSTREAM: upstream });
    const response = await fetch(`${url}/x`);
    expect([response.status, await response.text(), requests]).toEqual([503, 'busy', 1]);
  });

  it('refuses a path that climbs out of the upstream', async () => {
    const { address, seen } = await noting();
    const { url } = await listeningApp({ PROXY_UPSTREAM: `${address}/base` });
    const { response } = await send(url, { path: '/a/%2e%2e/%2e%2e/secret' });
    expect([response.statusCode, seen]).toEqual([400, []]);
  });

  it('answers 502 when the upstream is down', async () => {
    const { url } = await listeningApp({ PROXY_UPSTREAM: await closedAddress() });
    const response = await fetch(`${url}/x`);
    expect([response.status, await response.json()]).toEqual([
      502,
      { statusCode: 502, error: 'Bad Gateway', message: 'the upstream did not answer' },
    ]);
  });

  it('answers 502 when the upstream hangs up', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined).once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { url } = await listeningApp({ PROXY_UPSTREAM: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    expect((await fetch(`${url}/x`)).status).toBe(502);
  });

  it('answers 503 when the upstream has no address', async () => {
    const { url } = await listeningApp({ PROXY_UPSTREAM: 'http://upstream.invalid' });
    expect((await fetch(`${url}/x`)).status).toBe(503);
  });

  it('answers 504 when the upstream does not answer in time', async () => {
    const upstream = await loopbackServer(() => undefined);
    const { url } = await listeningApp({ PROXY_UPSTREAM: upstream, PROXY_UPSTREAM_TIMEOUT_MS: '20' });
    const response = await fetch(`${url}/x`);
    expect([response.status, await response.json()]).toEqual([
      504,
      { statusCode: 504, error: 'Gateway Timeout', message: 'the upstream did not answer in time' },
    ]);
  });

  it('breaks the answer off when the upstream breaks off', async () => {
    const upstream = await loopbackServer((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    const { url } = await listeningApp({ PROXY_UPSTREAM: upstream });
    const response = await fetch(`${url}/x`);
    await expect(response.text()).rejects.toThrow('terminated');
    expect((await fetch(url)).status).toBe(200);
  });

  it('leaves no connection to the upstream open when it is closed', async () => {
    let closed: Promise<unknown> | undefined;
    const upstream = await loopbackServer((request, response) => {
      closed = once(request.socket, 'close');
      response.end();
    });
    const { app, url } = await listeningApp({ PROXY_UPSTREAM: upstream });
    await fetch(`${url}/x`);
    await app.close();
    await closed;
  });

  it('trusts no upstream whose certificate nobody vouches for', async () => {
    let requests = 0;
    const server = createTlsServer(selfSignedCertificate(), (_: IncomingMessage, response: ServerResponse) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { url, lines } = await listeningApp({ PROXY_UPSTREAM: `https://localhost:${(server.address() as AddressInfo).port}` });
    expect([(await fetch(`${url}/x`)).status, requests]).toEqual([502, 0]);
    expect(JSON.stringify(lines)).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});
