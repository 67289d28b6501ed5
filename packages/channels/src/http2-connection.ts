import type { Http2Session, Http2Stream } from 'node:http2';
import type { Connection } from './server-tracer.js';

const CONNECTION: unique symbol = Symbol('telewright.channels.http2-connection') as never;

type ObservedSession = Http2Session & { [CONNECTION]?: Connection };

const unknown: Connection = { scheme: 'http', peerAddress: undefined, peerPort: undefined };

/** Gives the connection of a stream, the same one for all streams of a session. */
export function connectionOf(stream: Http2Stream): Connection {
  const session = stream.session as ObservedSession | undefined;
  if (session === undefined || session.destroyed) return unknown;
  let connection = session[CONNECTION];
  if (connection === undefined) {
    const { remoteAddress, remotePort } = session.socket;
    connection = { scheme: session.encrypted ? 'https' : 'http', peerAddress: remoteAddress, peerPort: remotePort };
    session[CONNECTION] = connection;
  }
  return connection;
}
