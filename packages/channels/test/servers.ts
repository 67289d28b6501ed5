import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type RequestOptions, request, type Server, type ServerOptions } from 'node:http';
import * as https from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { cleanup } from './telemetry.js';

/** The test-only pair of `fixtures`. */
export const tls = {
  key: readFileSync(new URL('fixtures/test-only.key.pem', import.meta.url)),
  cert: readFileSync(new URL('fixtures/test-only.cert.pem', import.meta.url)),
};

/** Starts a server for the length of a test; gives its port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Starts an HTTP server for the length of a test; gives its port. */
export function serve(handler: RequestListener, options: ServerOptions = {}): Promise<number> {
  return listen(createServer(options, handler));
}

/** Starts an HTTPS server for the length of a test; gives its port. */
export function serveTls(handler: RequestListener): Promise<number> {
  return listen(https.createServer(tls, handler));
}

/** Sends a request through `node:http` and reads the response. */
export function send(port: number, options: RequestOptions = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, agent: false, ...options }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

/** Writes bytes to a server and gives all that it answers until the connection is closed. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
  });
}
