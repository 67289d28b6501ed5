import mysql from 'mysql2';
import { cleanup } from './telemetry.js';

/** The side of a connection that mysql2 leaves to its users, which its types do not describe. */
interface ServerConnection {
  sequenceId: number;
  readonly stream: { destroy(): void; write(bytes: Buffer): void };
  serverHandshake(options: object): void;
  writeTextResult(rows: object[], columns: object[], isBinary?: boolean): void;
  writeError(error: { message: string; code: number }): void;
  on(event: 'error', listener: () => void): void;
  on(event: 'query' | 'stmt_prepare', listener: (statement: string) => void): void;
  on(event: 'stmt_execute', listener: (id: number) => void): void;
}

interface Server {
  listen(port: number, host: string): void;
  close(): void;
  on(event: 'connection', listener: (connection: ServerConnection) => void): void;
  readonly _server: { once(event: string, listener: () => void): void; address(): { port: number } };
}

/** The only column there is. */
const column = {
  catalog: 'def',
  schema: 's',
  table: 't',
  orgTable: 't',
  name: 'a',
  orgName: 'a',
  characterSet: 33,
  columnLength: 384,
  columnType: 253,
  flags: 0,
  decimals: 0,
};

/**
 * Starts the server that mysql2 ships, for the length of a test; preparing statements is added to it. Every statement gives one row, but
 * one with `broken` gives the error 1146, and one with `leave` ends the connection.
 */
export async function startMysql(): Promise<{ readonly port: number; readonly statements: readonly string[] }> {
  const statements: string[] = [];
  const connections: ServerConnection[] = [];
  const server = mysql.createServer(() => {}) as unknown as Server;
  server.on('connection', (connection) => {
    connections.push(connection);
    connection.on('error', () => {});
    const prepared: string[] = [];
    const answer = (statement: string, isBinary: boolean): void => {
      statements.push(statement);
      if (statement.includes('leave')) connection.stream.destroy();
      else if (statement.includes('broken')) connection.writeError({ message: 'no such table', code: 1146 });
      else connection.writeTextResult([{ a: '1' }], [column], isBinary);
      connection.sequenceId = 0;
    };
    connection.on('query', (statement) => answer(statement, false));
    connection.on('stmt_prepare', (statement) => {
      connection.stream.write(preparedStatement(prepared.push(statement), statement.split('?').length - 1));
      connection.sequenceId = 0;
    });
    connection.on('stmt_execute', (id) => answer(prepared[id - 1] as string, true));
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0',
      connectionId: 1,
      statusFlags: 2,
      characterSet: 8,
      capabilityFlags: 0xffffff,
      authCallback: (_: unknown, done: (error: null) => void) => {
        done(null);
        connection.sequenceId = 0;
      },
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server._server.once('listening', resolve));
  cleanup(() => {
    for (const connection of connections) connection.stream.destroy();
    server.close();
  });
  return { port: server._server.address().port, statements };
}

/**
 * The answer to COM_STMT_PREPARE: the statement's number, and a definition for each parameter. The columns come with the rows.
 *
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_prepare.html
 */
function preparedStatement(id: number, parameters: number): Buffer {
  const head = Buffer.alloc(12);
  head.writeInt32LE(id, 1);
  head.writeInt16LE(parameters, 7);
  const definition = Buffer.from([3, 100, 101, 102, 0, 0, 0, 1, 63, 0, 12, 63, 0, 0, 0, 0, 0, 253, 0, 0, 0, 0, 0]);
  const payloads = [head, ...Array<Buffer>(parameters).fill(definition)];
  if (parameters > 0) payloads.push(Buffer.from([0xfe, 0, 0, 2, 0]));
  return Buffer.concat(payloads.flatMap((payload, index) => [Buffer.from([payload.length, 0, 0, index + 1]), payload]));
}
