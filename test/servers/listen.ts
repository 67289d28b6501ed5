import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { cleanup } from '../../packages/channels/test/telemetry.ts';

/** Lets a server listen for the length of a test, and gives its port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Starts a server for the length of a test that answers each message by itself, and gives its port.
 *
 * @param lengthOf the bytes of the message that begins here, at least four of which are there
 */
export function listenToMessages(lengthOf: (bytes: Buffer) => number, answer: (message: Buffer) => Buffer): Promise<number> {
  return listen(
    createServer((socket) => {
      let bytes = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        while (bytes.length >= 4 && bytes.length >= lengthOf(bytes)) {
          const length = lengthOf(bytes);
          socket.write(answer(bytes.subarray(0, length)));
          bytes = bytes.subarray(length);
        }
      });
    }),
  );
}
