import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';

/** A PostgreSQL that listens on a port. */
export interface Postgres {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts PostgreSQL, compiled to WebAssembly, behind a socket: it needs no user of its own, no binary for the platform and no disk. It has one
 * session, which is enough for a pool of one.
 */
export async function startPostgres(): Promise<Postgres> {
  const database = await PGlite.create();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', async (message) => {
      socket.write(await database.execProtocolRaw(message));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `postgres://postgres:secret@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await database.close();
    },
  };
}
