import { request } from 'node:http';
import { expect, it } from 'vitest';
import { attemptRequest } from '../src/http-attempt.js';
import { startServer } from './http-server.js';

it('an attempt gives up connecting in its own time', async () => {
  const options = { host: 'collector.invalid', lookup: () => {}, connectTimeoutMillis: 10 };
  expect(await attemptRequest(request, options, new Uint8Array(1))).toEqual({ kind: 'error', code: 'ETIMEDOUT', staleSocket: false });
});

it('an attempt reads 64 KiB of an answer', async () => {
  const { url } = await startServer((response) => response.end(Buffer.alloc(100_000, 1)));
  const { hostname: host, port } = new URL(url);
  const outcome = await attemptRequest(request, { host, port, method: 'POST', connectTimeoutMillis: 2000 }, new Uint8Array(1));
  expect(outcome).toMatchObject({ kind: 'answer', status: 200, body: Buffer.alloc(65_536, 1) });
});
