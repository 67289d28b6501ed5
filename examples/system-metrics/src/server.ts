import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHostReader, type HostOptions } from '@telewright/host-metrics';
import type { Logger } from 'pino';

/** Serves `GET /api/health` and `GET /api/host`, the current state of the host as JSON. */
export async function serve(address: { readonly host: string; readonly port: number }, options: HostOptions, log: Logger): Promise<Server> {
  const read = createHostReader(options);
  const answers: Readonly<Record<string, () => unknown>> = { '/api/health': () => ({ status: 'ok' }), '/api/host': read };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] as string;
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    const status = answer === undefined ? 404 : request.method === 'GET' ? 200 : 405;
    const body = status === 200 ? answer?.() : { error: status === 404 ? 'not found' : 'only GET is allowed' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    log.info({ method: request.method, path, status }, 'request served');
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  const { address: host, port } = server.address() as AddressInfo;
  log.info(`Server listening at http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return server;
}
