import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../src/clock.js';
import type { ExportEvent } from '../src/export-event.js';
import { createTransport } from '../src/transport.js';
import type { TransportOptions } from '../src/transport-options.js';
import { encode } from './decode.js';
import { startServer } from './http-server.js';

const body = new Uint8Array(1000).fill(65);

const setup = (options: Partial<TransportOptions> & { url: string }) => {
  const events: ExportEvent[] = [];
  const transport = createTransport({ signal: 'traces', onEvent: (event) => events.push(event), ...options });
  return { transport, events };
};

/** A clock that jumps over every wait; one without a wait for anything else, as `timeoutMillis: 0` makes sure. */
const jumpingClock = (): Clock => {
  let now = 0;
  return {
    now: () => now,
    wallTime: () => Date.UTC(2026, 0, 1),
    startTimer(callback, millis) {
      now += millis;
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    },
  };
};

describe('a transport', () => {
  it('posts the body with the headers of OTLP and its own, over one connection', async () => {
    const { url, received, server } = await startServer();
    let connections = 0;
    server.on('connection', () => connections++);
    const { transport, events } = setup({ url, headers: { 'X-Scope': 'a', 'Content-Type': 'text/plain' }, userAgent: 'telewright/1' });
    expect(await transport.send(body, 3)).toEqual({ outcome: 'delivered', bytes: 1000, rejected: 0 });
    await transport.send(body, 1);
    expect(received[0]).toMatchObject({ method: 'POST', url: '/v1/traces', body: Buffer.from(body) });
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-length': '1000',
      'user-agent': 'telewright/1',
      'x-scope': 'a',
      connection: 'keep-alive',
    });
    expect(connections).toBe(1);
    expect(events).toEqual([
      { type: 'delivered', signal: 'traces', items: 3, bytes: 1000, bodyBytes: 1000 },
      { type: 'delivered', signal: 'traces', items: 1, bytes: 1000, bodyBytes: 1000 },
    ]);
    await transport.shutdown();
  });

  it('compresses, and counts both sizes', async () => {
    const { url, received } = await startServer();
    const { transport, events } = setup({ url, compression: 'gzip' });
    await transport.send(body, 1);
    const wire = received[0]?.body ?? Buffer.alloc(0);
    expect(received[0]?.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(wire)).toEqual(Buffer.from(body));
    expect(wire.length).toBeLessThan(100);
    expect(events).toEqual([{ type: 'delivered', signal: 'traces', items: 1, bytes: wire.length, bodyBytes: 1000 }]);
    await transport.shutdown();
  });

  it('marks its agent where it needs one for a proxy, so that instrumentations leave its requests alone', async () => {
    const { url } = await startServer();
    const agents: unknown[] = [];
    const onRequest = (message: unknown): void => {
      agents.push((message as { request: ClientRequest & { agent: object } }).request.agent);
    };
    subscribe('http.client.request.start', onRequest);
    const { transport } = setup({ url, proxyEnv: { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' } });
    await transport.send(body, 1);
    unsubscribe('http.client.request.start', onRequest);
    expect(agents).toEqual([expect.objectContaining({ [Symbol.for('telewright.untraced')]: true })]);
    await transport.shutdown();
  });

  it('asks for headers before each attempt', async () => {
    const { url, received } = await startServer((response, index) => response.writeHead(index === 0 ? 503 : 200).end());
    let calls = 0;
    const { transport } = setup({
      url,
      headers: async () => ({ authorization: `token ${++calls}` }),
      clock: jumpingClock(),
      timeoutMillis: 0,
    });
    expect((await transport.send(body, 1)).outcome).toBe('delivered');
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['token 1', 'token 2']);
    await transport.shutdown();
  });

  it('waits longer each time, by the jitter, and gives up after five retries', async () => {
    const { url, received } = await startServer((response) => response.writeHead(503).end());
    const randoms = [0.5, 0, 1, 0.5, 0.5];
    const { transport, events } = setup({ url, clock: jumpingClock(), timeoutMillis: 0, random: () => randoms.shift() ?? 0.5 });
    expect(await transport.send(body, 7)).toMatchObject({ outcome: 'failed', reason: 'status', status: 503, retryable: true });
    expect(received.length).toBe(6);
    expect(events.map((event) => (event.type === 'retrying' ? [event.retry, Math.round(event.delayMillis)] : event.type))).toEqual([
      [1, 1000],
      [2, 1200],
      [3, 2700],
      [4, 3375],
      [5, 5000],
      'failed',
    ]);
    await transport.shutdown();
  });

  it.each([429, 502, 503, 504])('repeats after %d', async (status) => {
    const { url } = await startServer((response, index) => response.writeHead(index === 0 ? status : 200).end());
    const { transport, events } = setup({ url, clock: jumpingClock(), timeoutMillis: 0, random: () => 0.5 });
    expect((await transport.send(body, 1)).outcome).toBe('delivered');
    expect(events[0]).toEqual({
      type: 'retrying',
      signal: 'traces',
      items: 1,
      retry: 1,
      delayMillis: 1000,
      reason: 'status',
      status,
      retryable: true,
      message: `${url} answered ${status}`,
    });
    await transport.shutdown();
  });

  it.each([400, 401, 404, 500, 501])('does not repeat after %d', async (status) => {
    const { url, received } = await startServer((response) => response.writeHead(status).end());
    const { transport, events } = setup({ url });
    const failure = { reason: 'status', status, retryable: false, message: `${url} answered ${status}` };
    expect(await transport.send(body, 2)).toEqual({ outcome: 'failed', ...failure });
    expect(events).toEqual([{ type: 'failed', signal: 'traces', items: 2, ...failure }]);
    expect(received.length).toBe(1);
    await transport.shutdown();
  });

  it('does not follow a redirect', async () => {
    const { url, received } = await startServer((response) => response.writeHead(307, { location: '/elsewhere' }).end());
    const { transport } = setup({ url });
    expect(await transport.send(body, 1)).toMatchObject({
      status: 307,
      retryable: false,
      message: `${url} answered 307 (redirects are not followed)`,
    });
    expect(received.length).toBe(1);
    await transport.shutdown();
  });

  it.each([
    ['3', 3000],
    ['Thu, 01 Jan 2026 00:00:07 GMT', 7000],
    ['0', 1000],
    ['soon', 1000],
  ])('waits as long as Retry-After: %s asks', async (retryAfter, delayMillis) => {
    const { url } = await startServer((response, index) =>
      response.writeHead(index === 0 ? 429 : 200, { 'retry-after': retryAfter }).end(),
    );
    const { transport, events } = setup({ url, clock: jumpingClock(), timeoutMillis: 0, random: () => 0.5, retry: { jitter: 0 } });
    await transport.send(body, 1);
    expect(events[0]).toMatchObject({ type: 'retrying', delayMillis });
    await transport.shutdown();
  });

  it('says at once how long to wait where the timeout does not leave that much', async () => {
    const { url, received } = await startServer((response) => response.writeHead(503, { 'retry-after': '3600' }).end());
    const { transport } = setup({ url });
    expect(await transport.send(body, 1)).toMatchObject({ outcome: 'failed', status: 503, retryable: true, retryAfterMillis: 3_600_000 });
    expect(received.length).toBe(1);
    await transport.shutdown();
  });

  it('leaves it to the caller to split what is too large', async () => {
    const { url } = await startServer((response) => response.writeHead(413).end());
    const { transport, events } = setup({ url });
    expect(await transport.send(body, 2)).toMatchObject({ outcome: 'too_large', status: 413, retryable: false });
    expect(events).toEqual([]);
    await transport.shutdown();
  });

  it('tells a partial success, and counts what was not taken', async () => {
    const answer = encode('ExportResponse', { partialSuccess: { rejected: 2, errorMessage: 'too old' } });
    const { url } = await startServer((response) => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(answer));
    const { transport, events } = setup({ url });
    expect(await transport.send(body, 5)).toEqual({ outcome: 'delivered', bytes: 1000, rejected: 2, message: 'too old' });
    expect(events).toEqual([
      { type: 'partial_success', signal: 'traces', rejected: 2, message: 'too old' },
      { type: 'delivered', signal: 'traces', items: 3, bytes: 1000, bodyBytes: 1000 },
    ]);
    await transport.shutdown();
  });

  it('survives a listener that throws', async () => {
    const { url } = await startServer();
    const { transport } = setup({
      url,
      onEvent: () => {
        throw new Error('listener');
      },
    });
    expect((await transport.send(body, 1)).outcome).toBe('delivered');
    await transport.shutdown();
  });

  it.each(['nonsense', 'ftp://user:secret@host/', ''])('refuses the URL %j without showing it', (url) => {
    expect(() => setup({ url })).toThrow(TypeError);
    expect(() => setup({ url })).not.toThrow(/secret|nonsense/);
  });
});
