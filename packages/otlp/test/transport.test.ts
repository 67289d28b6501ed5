import { channel } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport, type Transport, type TransportOptions } from '../src/transport.js';

const servers: { close(): void }[] = [];
const transports: Transport[] = [];
afterEach(() => {
  for (const transport of transports.splice(0)) transport.close();
  for (const server of servers.splice(0)) server.close();
});

const backoffMillis = { initial: 1, maximum: 2 };

async function listen(handle: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push({
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, server };
}

function transport(options: TransportOptions): Transport {
  const created = createTransport({ backoffMillis, ...options });
  transports.push(created);
  return created;
}

const readAll = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray());

/** Answers with each of the statuses in turn, then with 200. */
function inTurn(statuses: number[], headers: Record<string, string> = {}): RequestListener & { count: number } {
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    handle.count++;
    request.resume();
    response.writeHead(statuses.shift() ?? 200, headers).end();
  };
  handle.count = 0;
  return handle;
}

describe('createTransport', () => {
  it('posts the bytes with its headers', async () => {
    let got: { request: IncomingMessage; body: Buffer } | undefined;
    const { url } = await listen(async (request, response) => {
      got = { request, body: await readAll(request) };
      response.end('ok');
    });
    const result = await transport({ url, headers: { 'x-scope': 'a' }, userAgent: 'agent/1' }).send(Buffer.from('body'));
    expect(result).toEqual({ delivered: true, wireBytes: 4, response: Buffer.from('ok') });
    expect(got?.body.toString()).toBe('body');
    expect(got?.request).toMatchObject({ method: 'POST', url: '/v1/traces' });
    expect(got?.request.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-length': '4',
      'x-scope': 'a',
      'user-agent': 'agent/1',
    });
  });

  it('packs with gzip when asked to', async () => {
    let body: Buffer | undefined;
    const { url } = await listen(async (request, response) => {
      if (request.headers['content-encoding'] === 'gzip') body = gunzipSync(await readAll(request));
      response.end();
    });
    const result = await transport({ url, compression: 'gzip' }).send(Buffer.alloc(10_000));
    expect(body).toEqual(Buffer.alloc(10_000));
    expect(result.delivered && result.wireBytes).toBeLessThan(200);
  });

  it('asks a function for the headers of each request', async () => {
    const tokens: unknown[] = [];
    const { url } = await listen((request, response) => {
      tokens.push(request.headers['authorization']);
      response.end();
    });
    let count = 0;
    const sender = transport({ url, headers: async () => ({ authorization: `token ${++count}` }) });
    await sender.send(Buffer.from('a'));
    await sender.send(Buffer.from('b'));
    expect(tokens).toEqual(['token 1', 'token 2']);
  });

  it('keeps its connection', async () => {
    const sockets = new Set<Socket>();
    const { url } = await listen((request, response) => {
      sockets.add(request.socket);
      request.resume();
      response.end();
    });
    const sender = transport({ url });
    for (let count = 0; count < 3; count++) await sender.send(Buffer.from('a'));
    expect(sockets.size).toBe(1);
  });

  it('marks its requests so that instrumentations leave them alone', async () => {
    const { url } = await listen((request, response) => {
      request.resume();
      response.end();
    });
    const marks: unknown[] = [];
    const listener = (message: unknown): void => {
      const { agent } = (message as { request: { agent: Record<symbol, unknown> } }).request;
      marks.push(agent[Symbol.for('telewright.untraced')]);
    };
    channel('http.client.request.start').subscribe(listener);
    await transport({ url }).send(Buffer.from('a'));
    channel('http.client.request.start').unsubscribe(listener);
    expect(marks).toEqual([true]);
  });
});

describe('a failed request', () => {
  it('is sent again while the status is one that passes', async () => {
    const handle = inTurn([503, 429, 502, 504]);
    const { url } = await listen(handle);
    expect(await transport({ url }).send(Buffer.from('a'))).toMatchObject({ delivered: true });
    expect(handle.count).toBe(5);
  });

  it('is given up after five retries', async () => {
    const handle = inTurn(Array(20).fill(503));
    const { url } = await listen(handle);
    expect(await transport({ url }).send(Buffer.from('a'))).toEqual({ delivered: false, status: 503, reason: 'HTTP 503' });
    expect(handle.count).toBe(6);
  });

  it.each([400, 401, 404, 413, 500, 302])('is not sent again after %i', async (status) => {
    const handle = inTurn([status], { location: '/elsewhere' });
    const { url } = await listen(handle);
    expect(await transport({ url }).send(Buffer.from('a'))).toEqual({ delivered: false, status, reason: `HTTP ${status}` });
    expect(handle.count).toBe(1);
  });

  it('is not sent again where Retry-After lies beyond the timeout', async () => {
    const handle = inTurn([503], { 'retry-after': '60' });
    const { url } = await listen(handle);
    expect(await transport({ url, timeoutMillis: 5_000 }).send(Buffer.from('a'))).toMatchObject({ delivered: false, status: 503 });
    expect(handle.count).toBe(1);
  });

  it('is sent again after a refused and a broken connection', async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections++;
      if (connections < 3) socket.resetAndDestroy();
      else socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
    expect(await transport({ url }).send(Buffer.from('a'))).toMatchObject({ delivered: true });
    expect(connections).toBe(3);
  });

  it('says that nobody listens', async () => {
    const { url, server } = await listen(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    expect(await transport({ url }).send(Buffer.from('a'))).toEqual({
      delivered: false,
      status: undefined,
      reason: 'connection refused (ECONNREFUSED)',
    });
  });

  it('never shows the credentials of its URL or headers', async () => {
    const sender = transport({ url: 'http://user:secret@127.0.0.1:1/v1/traces?token=secret', headers: { authorization: 'sec\nret' } });
    expect(JSON.stringify(await sender.send(Buffer.from('a')))).not.toMatch(/secret|sec/);
  });
});

describe('a hostile server', () => {
  it('that never answers is left after the timeout', async () => {
    const { url } = await listen(() => undefined);
    expect(await transport({ url, timeoutMillis: 20 }).send(Buffer.from('a'))).toEqual({
      delivered: false,
      status: undefined,
      reason: 'no answer within the timeout',
    });
  });

  it('that answers without end is read up to a limit', async () => {
    const { url } = await listen((request, response) => {
      request.resume();
      response.write(Buffer.alloc(10 * 1024 * 1024));
    });
    const result = await transport({ url }).send(Buffer.from('a'));
    expect(result.delivered && result.response.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('that answers garbage fails the request only', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined).end('garbage\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await transport({ url }).send(Buffer.from('a'))).toMatchObject({ delivered: false, reason: 'HPE_INVALID_CONSTANT' });
  });
});

describe('close', () => {
  it('ends the wait for a retry', async () => {
    const handle = inTurn([503], { 'retry-after': '5' });
    const { url } = await listen(handle);
    const sender = transport({ url, timeoutMillis: 0 });
    const sent = sender.send(Buffer.from('a'));
    while (handle.count === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    sender.close();
    expect(await sent).toMatchObject({ delivered: false });
  });
});
