import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a test server got. */
export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Listens on a free port of 127.0.0.1, or on a socket path, until the test ends. Gives the port. */
export async function listen(server: NetServer, path?: string): Promise<number> {
  await new Promise<void>((resolve) => (path ? server.listen(path, resolve) : server.listen(0, '127.0.0.1', resolve)));
  onTestFinished(() => {
    if ('closeAllConnections' in server) (server as Server).closeAllConnections();
    server.close();
  });
  return path ? 0 : (server.address() as AddressInfo).port;
}

/** Makes a listener that collects requests and lets `answer` answer each; by default with an empty 200. */
export function collect(
  received: Received[],
  answer: (response: Parameters<RequestListener>[1], index: number) => void = (r) => r.end(),
): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks) });
      answer(response, received.length - 1);
    });
  };
}

/** Starts a server that collects requests; gives its URL for traces and what it got. */
export async function startServer(answer?: Parameters<typeof collect>[1]): Promise<{ url: string; received: Received[]; server: Server }> {
  const received: Received[] = [];
  const server = createServer(collect(received, answer));
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/v1/traces`, received, server };
}
