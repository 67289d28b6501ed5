import { createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Clock } from '../src/clock.js';
import type { ExportEvent } from '../src/export-event.js';
import { createTransport } from '../src/transport.js';
import type { TransportOptions } from '../src/transport-options.js';
import { listen, startServer } from './http-server.js';

const body = new Uint8Array(100_000);

/** Starts a server that does with each connection what it is told, once something has come in. */
const startRaw = async (behave: (socket: Socket, index: number) => void): Promise<{ url: string; server: Server; sockets: Socket[] }> => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    const index = sockets.push(socket) - 1;
    socket.once('data', () => behave(socket, index));
    socket.resume();
  });
  return { url: `http://127.0.0.1:${await listen(server)}/v1/logs`, server, sockets };
};

const setup = (url: string, options: Partial<TransportOptions> = {}) => {
  const events: ExportEvent[] = [];
  const onEvent = (event: ExportEvent) => events.push(event);
  const transport = createTransport({ url, signal: 'logs', onEvent, retry: { initialBackoffMillis: 1, maxBackoffMillis: 1 }, ...options });
  return { transport, events };
};

const allClosed = (sockets: Socket[]): Promise<unknown> =>
  Promise.all(sockets.map((socket) => socket.closed || new Promise((resolve) => socket.once('close', resolve))));

function* repeat(text: string): Generator<string> {
  for (;;) yield text;
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\n';

describe('a server', () => {
  it('that is not there is tried six times', async () => {
    const { url, server } = await startRaw(() => {});
    await new Promise((resolve) => server.close(resolve));
    const { transport, events } = setup(url);
    expect(await transport.send(body, 4)).toEqual({
      outcome: 'failed',
      reason: 'connection',
      code: 'ECONNREFUSED',
      retryable: true,
      message: `no connection to ${url}: ECONNREFUSED`,
    });
    expect(events.map(({ type }) => type)).toEqual([...Array(5).fill('retrying'), 'failed']);
    await transport.shutdown();
  });

  it('that resets the connection in the middle is tried again', async () => {
    const { url } = await startRaw((socket, index) =>
      index < 2 ? socket.resetAndDestroy() : socket.end(`${OK}Content-Length: 0\r\n\r\n`),
    );
    const { transport, events } = setup(url);
    expect((await transport.send(body, 1)).outcome).toBe('delivered');
    expect(events.map(({ type }) => type)).toEqual(['retrying', 'retrying', 'delivered']);
    await transport.shutdown();
  });

  it('that never answers costs no more than the timeout', async () => {
    const { url, sockets } = await startRaw(() => {});
    const { transport, events } = setup(url, { timeoutMillis: 50 });
    const failure = { reason: 'timeout', retryable: true, message: `${url} did not answer in time` };
    expect(await transport.send(body, 1)).toEqual({ outcome: 'failed', ...failure });
    expect(events).toEqual([{ type: 'failed', signal: 'logs', items: 1, ...failure }]);
    await allClosed(sockets);
    await transport.shutdown();
  });

  it('that answers garbage is not tried again', async () => {
    const { url, sockets } = await startRaw((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    const { transport } = setup(url);
    expect(await transport.send(body, 1)).toMatchObject({ outcome: 'failed', reason: 'response', retryable: false });
    await allClosed(sockets);
    expect(sockets.length).toBe(1);
    await transport.shutdown();
  });

  it.each([
    [`${OK}Content-Length: 5\r\n\r\nab`, 'delivered'],
    [`${OK}Transfer-Encoding: chunked\r\n\r\nzz`, 'delivered'],
    [`${OK}Content-Length: 3\r\n\r\n\xff\xff\xff`, 'delivered'],
    ['HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nab', 'failed'],
  ])('that says %j and breaks off is judged by the status', async (answer, outcome) => {
    const { url } = await startRaw((socket) => socket.end(answer, 'latin1'));
    const { transport } = setup(url, { retry: { maxRetries: 0 } });
    expect((await transport.send(body, 1)).outcome).toBe(outcome);
    await transport.shutdown();
  });

  it('that never ends its answer is judged by the status at the timeout', async () => {
    const answered = Promise.withResolvers<void>();
    const { url, sockets } = await startRaw((socket) => socket.write(`${OK}Content-Length: 5\r\n\r\nab`, () => answered.resolve()));
    const timeouts: (() => void)[] = [];
    const startTimer = (callback: () => void): (() => void) => {
      timeouts.push(callback);
      return () => {};
    };
    const clock: Clock = { now: () => 0, wallTime: Date.now, startTimer };
    const { transport } = setup(url, { clock });
    const sending = transport.send(body, 1);
    await answered.promise;
    // It is in the kernel, and read in a turn of the loop.
    await new Promise((resolve) => setTimeout(resolve, 50));
    timeouts[0]?.();
    expect((await sending).outcome).toBe('delivered');
    await allClosed(sockets);
    await transport.shutdown();
  });

  it('that answers without an end is cut off', async () => {
    const closed = Promise.withResolvers<void>();
    const { url } = await startServer((response) => {
      response.writeHead(400, { 'content-type': 'text/plain' });
      const endless = Readable.from(repeat('x'.repeat(50_000)));
      endless.pipe(response.on('close', () => closed.resolve(void endless.destroy())));
    });
    const { transport } = setup(url, { timeoutMillis: 0 });
    expect(await transport.send(body, 1)).toMatchObject({ status: 400, message: `${url} answered 400: ${'x'.repeat(256)}` });
    await closed.promise;
    await transport.shutdown();
  });

  it('that answers before it has read everything gets no more', async () => {
    const { url, sockets } = await startRaw((socket) => {
      socket.pause();
      socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
    });
    const { transport } = setup(url);
    expect(await transport.send(new Uint8Array(20_000_000), 1)).toMatchObject({ outcome: 'too_large' });
    sockets[0]?.resume();
    await allClosed(sockets);
    await transport.shutdown();
  });

  it('that closed an idle connection is asked once more without a wait', async () => {
    const { url, sockets } = await startRaw((socket, index) => {
      socket.write(`${OK}Content-Length: 0\r\n\r\n`);
      if (index === 0) socket.once('data', () => socket.resetAndDestroy());
    });
    const small = new Uint8Array(10);
    const { transport, events } = setup(url);
    await transport.send(small, 1);
    await transport.send(small, 1);
    expect(events.map(({ type }) => type)).toEqual(['delivered', 'delivered']);
    expect(sockets.length).toBe(2);
    await transport.shutdown();
  });

  it('whose headers are never to be had costs no more than the timeout', async () => {
    const { transport } = setup('http://127.0.0.1:1/', { timeoutMillis: 20, headers: () => new Promise(() => {}) });
    expect(await transport.send(body, 1)).toMatchObject({ outcome: 'failed', reason: 'timeout' });
    await transport.shutdown();
  });
});

describe('a host that fakes its timers', () => {
  it('does not stop a retry', async () => {
    const { url } = await startRaw((socket, index) =>
      index === 0 ? socket.resetAndDestroy() : socket.end(`${OK}Content-Length: 0\r\n\r\n`),
    );
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { transport } = setup(url);
    expect((await transport.send(body, 1)).outcome).toBe('delivered');
    await transport.shutdown();
  });
});

describe('shutting down', () => {
  it('ends a wait for a retry at once', async () => {
    const { url, received } = await startServer((response) => response.writeHead(503, { 'retry-after': '3600' }).end());
    const waiting = Promise.withResolvers<void>();
    const { transport } = setup(url, { timeoutMillis: 0, onEvent: (event) => event.type === 'retrying' && waiting.resolve() });
    const sending = transport.send(body, 1);
    await waiting.promise;
    await transport.shutdown({ timeoutMillis: 3_600_000 });
    expect(await sending).toMatchObject({ outcome: 'failed', status: 503, retryable: true });
    expect(received.length).toBe(1);
  });

  it('lets a request under way end', async () => {
    const asked = Promise.withResolvers<() => void>();
    const { url } = await startServer((response) => asked.resolve(() => response.end()));
    const { transport } = setup(url);
    const sending = transport.send(body, 1);
    const answer = await asked.promise;
    const closing = transport.shutdown();
    answer();
    await closing;
    expect((await sending).outcome).toBe('delivered');
  });

  it('cuts off a request that takes too long, and closes every connection', async () => {
    const asked = Promise.withResolvers<void>();
    const { url, sockets } = await startRaw(() => asked.resolve());
    const { transport } = setup(url, { timeoutMillis: 0 });
    const sending = transport.send(body, 1);
    await asked.promise;
    await transport.shutdown({ timeoutMillis: 10 });
    expect(await sending).toEqual({
      outcome: 'failed',
      reason: 'shutdown',
      retryable: true,
      message: `export to ${url} was cut off by shutdown`,
    });
    await allClosed(sockets);
  });

  it('closes idle connections, and lets nothing be sent afterwards', async () => {
    const { url, sockets } = await startRaw((socket) => socket.write(`${OK}Content-Length: 0\r\n\r\n`));
    const { transport } = setup(url);
    await transport.send(new Uint8Array(1), 1);
    await Promise.all([transport.shutdown(), transport.shutdown()]);
    await allClosed(sockets);
    expect(await transport.send(body, 1)).toMatchObject({ outcome: 'failed', reason: 'shutdown', retryable: true });
    expect(sockets.length).toBe(1);
  });
});
