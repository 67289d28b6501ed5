import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver } from '@telewright/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

const rate = 300;
const cleanUps: (() => unknown)[] = [];

afterAll(() => {
  for (const cleanUp of cleanUps) cleanUp();
});

/** A server that does with each connection what it likes. */
const hostile = async (behave: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const run = (url: string, spool: string, environment: Readonly<Record<string, string>>) =>
  runApp(['--require', '@telewright/node/register', 'load.mjs'], {
    RATE: String(rate),
    SECONDS: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_TIMEOUT: '300',
    OTEL_SERVICE_NAME: 'load',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '50',
    TELEWRIGHT_LOGS: 'send',
    TELEWRIGHT_SHUTDOWN_TIMEOUT: '500',
    TELEWRIGHT_SPOOL_DIR: spool,
    ...environment,
  });

const answer = (status: string, length: number): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`;
const onRequest = (socket: Socket, respond: () => void): void => void socket.once('data', respond);
const tenMegabytes = Buffer.alloc(10_000_000, 'x');

describe.concurrent('a server that', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['never takes the request', (socket) => socket.pause()],
    ['answers garbage', (socket) => onRequest(socket, () => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))],
    ['resets the connection in the middle', (socket) => onRequest(socket, () => socket.resetAndDestroy())],
    ['closes the connection in the middle of an answer', (socket) => onRequest(socket, () => socket.end('HTTP/1.1 20'))],
    [
      'sends its headers byte by byte, without an end',
      (socket) => {
        const timer = setInterval(() => socket.write('x'), 20);
        socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
        socket.on('close', () => clearInterval(timer));
      },
    ],
    [
      'says no with ten megabytes',
      (socket) => onRequest(socket, () => socket.end(Buffer.concat([Buffer.from(answer('503 No', 10_000_000)), tenMegabytes]))),
    ],
  ])('%s does not hold the process, and nothing is lost', async (_name, behave) => {
    const spool = mkdtempSync(join(tmpdir(), 'telewright-hostile-'));
    cleanUps.push(() => rmSync(spool, { recursive: true }));
    const app = run(await hostile(behave), spool, { RUN: 'first' });
    await app.said(/recorded/);
    app.kill('SIGTERM');
    expect(await app.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
    await using receiver = await startReceiver();
    const next = run(receiver.url, spool, { SECONDS: '0', OTEL_EXPORTER_OTLP_TIMEOUT: '10000' });
    await receiver.waitFor(({ spans, logs }) => spans.length >= rate && logs.length >= rate, { timeoutMillis: 15_000 });
    next.kill('SIGTERM');
    await next.ended;
    const numbers = (items: readonly { attributes: Readonly<Record<string, unknown>> }[]) =>
      items.map(({ attributes }) => Number(attributes['n'])).sort((a, b) => a - b);
    const all = Array.from({ length: rate }, (_, index) => index);
    expect(numbers(receiver.spans)).toEqual(all);
    expect(numbers(receiver.logs)).toEqual(all);
  });
});
