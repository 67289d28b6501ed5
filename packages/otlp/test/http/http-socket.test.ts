import { connect, type NetConnectOpts } from 'node:net';
import { expect, it } from 'vitest';
import { type Connect, HttpSocket } from '../../src/http/http-socket.js';

it('a socket gives up connecting in its own time', async () => {
  let closed = 0;
  const options = { host: 'collector.invalid', port: 1, lookup: () => {} };
  const never: Connect = (onread) => connect({ ...options, onread } as NetConnectOpts);
  const socket = new HttpSocket(never, 10, () => closed++);
  const outcome = await socket.send('POST / HTTP/1.1\r\n\r\n', new Uint8Array(1), new AbortController().signal);
  expect(outcome).toEqual({ kind: 'error', code: 'ETIMEDOUT', staleSocket: false });
  expect(closed).toBe(1);
  expect(socket.isOpen).toBe(false);
});
