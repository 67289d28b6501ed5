import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../src/clock.js';
import type { AttemptOutcome } from '../../src/http/connection.js';
import { DirectConnection } from '../../src/http/direct-connection.js';
import type { TlsOptions } from '../../src/transport-options.js';
import { collect, listen, type Received, startServer } from '../http-server.js';

const pem = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const { signal } = new AbortController();

const open = (url: string, tls: TlsOptions = {}): DirectConnection => {
  const connection = new DirectConnection({ url: new URL(url), tls, connectTimeoutMillis: 2000 });
  onTestFinished(() => connection.close());
  return connection;
};

const attempt = (connection: DirectConnection, headers: Record<string, string> = {}): Promise<AttemptOutcome> =>
  connection.attempt({ ...headers, 'content-length': '1' }, new Uint8Array(1), signal);

/** Starts a server that answers by what `answer` gives for the number of the connection and of the request in it. */
const startRaw = async (answer: (connection: number, request: number, socket: Socket) => string) => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket) - 1;
    let requests = 0;
    socket.on('error', () => {}).on('data', () => socket.write(answer(connection, requests++, socket), 'latin1'));
  });
  return { url: `http://127.0.0.1:${await listen(server)}/v1/traces`, sockets };
};

describe('a direct connection', () => {
  it('uses a socket again, the one that was used last', async () => {
    const { url, sockets } = await startRaw(() => ok);
    const connection = open(url);
    expect(await attempt(connection)).toMatchObject({ kind: 'answer', status: 200 });
    expect(await attempt(connection)).toMatchObject({ kind: 'answer', status: 200 });
    expect(sockets.length).toBe(1);
    await Promise.all([attempt(connection), attempt(connection)]);
    await attempt(connection);
    expect(sockets.length).toBe(2);
  });

  it('says that a socket was stale where the server had closed it, and that one was not where it was new', async () => {
    const { url } = await startRaw((connection, request, socket) => {
      if (connection === 0 && request === 0) return ok;
      socket.resetAndDestroy();
      return '';
    });
    const connection = open(url);
    await attempt(connection);
    expect(await attempt(connection)).toEqual({ kind: 'error', code: 'ECONNRESET', staleSocket: true });
    expect(await attempt(connection)).toEqual({ kind: 'error', code: 'ECONNRESET', staleSocket: false });
  });

  it('does not call a socket stale whose server answers garbage', async () => {
    const { url } = await startRaw((_, request) => (request === 0 ? ok : 'garbage'));
    const connection = open(url);
    await attempt(connection);
    expect(await attempt(connection)).toEqual({ kind: 'error', code: 'HPE_INVALID_CONSTANT', staleSocket: false });
  });

  it.each(['Connection: close\r\n', 'Keep-Alive: timeout=1\r\n'])('takes a new socket after an answer with %j', async (field) => {
    const { url, sockets } = await startRaw(() => ok.replace('\r\n', `\r\n${field}`));
    const connection = open(url);
    await attempt(connection);
    await attempt(connection);
    expect(sockets.length).toBe(2);
  });

  it('uses a socket again for as long as the server says, but for a second', async () => {
    const { url, sockets } = await startRaw(() => ok.replace('\r\n', '\r\nKeep-Alive: timeout=5, max=100\r\n'));
    const connection = open(url);
    await attempt(connection);
    const now = systemClock.now();
    const clock = vi.spyOn(systemClock, 'now').mockReturnValue(now + 3900);
    onTestFinished(() => clock.mockRestore());
    await attempt(connection);
    expect(sockets.length).toBe(1);
    clock.mockReturnValue(now + 8000);
    await attempt(connection);
    expect(sockets.length).toBe(2);
  });

  it('closes a socket on which the server says something unasked', async () => {
    const { url, sockets } = await startRaw(() => ok);
    const connection = open(url);
    await attempt(connection);
    const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
    sockets[0]?.write(ok);
    await closed;
    await attempt(connection);
    expect(sockets.length).toBe(2);
  });

  it('sends the names and values that it is given, but not those of the connection', async () => {
    const { url, received } = await startServer();
    const headers = { 'X-Umlaut': '\xfc', host: 'collector', 'Transfer-Encoding': 'chunked', Connection: 'close', 'Content-Length': '9' };
    await attempt(open(url), headers);
    expect(received).toMatchObject([{ method: 'POST', url: '/v1/traces', body: Buffer.alloc(1) }]);
    expect(received[0]?.headers).toEqual({ 'x-umlaut': '\xfc', host: 'collector', connection: 'keep-alive', 'content-length': '1' });
  });

  it.each([
    [{ 'a b': 'c' }, 'ERR_INVALID_HTTP_TOKEN'],
    [{ a: 'b\r\nc: d' }, 'ERR_INVALID_CHAR'],
    [{ a: '\u0100' }, 'ERR_INVALID_CHAR'],
  ])('refuses the fields %j', async (headers, code) => {
    expect(await attempt(open('http://127.0.0.1:1/'), headers as Record<string, string>)).toEqual({
      kind: 'error',
      code,
      staleSocket: false,
    });
  });

  it('shows who it is by the user and the password of the URL, if no header does', async () => {
    const { url, received } = await startServer();
    const connection = open(url.replace('//', '//us%20er:p%40ss@'));
    await attempt(connection);
    await attempt(connection, { Authorization: 'Bearer token' });
    const basic = `Basic ${Buffer.from('us er:p@ss').toString('base64')}`;
    expect(received.map(({ headers }) => headers.authorization)).toEqual([basic, 'Bearer token']);
  });

  it('asks for the path and the query of the URL at its host', async () => {
    const { url, received } = await startServer();
    await attempt(open(`${url.replace('127.0.0.1', 'localhost')}?a=b%20c`));
    expect(received).toMatchObject([{ url: '/v1/traces?a=b%20c', headers: { host: new URL(url).host.replace('127.0.0.1', 'localhost') } }]);
  });

  it('gets through to an address of IPv6', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.write(ok)));
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    expect(await attempt(open(`http://[::1]:${port}/`))).toMatchObject({ kind: 'answer', status: 200 });
  });

  it('uses a socket of TLS again', async () => {
    const received: Received[] = [];
    const server = createTlsServer({ cert: pem('server.pem'), key: pem('server.key') }, collect(received));
    const names: unknown[] = [];
    server.on('secureConnection', ({ servername }) => names.push(servername));
    const connection = open(`https://127.0.0.1:${await listen(server)}/`, { ca: pem('ca.pem') });
    expect(await attempt(connection)).toMatchObject({ kind: 'answer', status: 200 });
    expect(await attempt(connection)).toMatchObject({ kind: 'answer', status: 200 });
    expect(received.length).toBe(2);
    // An address is no name.
    expect(names).toEqual([false]);
  });

  it('does not trust a certificate for another name', async () => {
    const server = createTlsServer({ cert: pem('server.pem'), key: pem('server.key') }, collect([]));
    const port = await listen(server);
    const outcome = await attempt(open(`https://localhost:${port}/`, { ca: pem('ca.pem') }));
    expect(outcome).toEqual({ kind: 'error', code: 'ERR_TLS_CERT_ALTNAME_INVALID', staleSocket: false });
  });
});
