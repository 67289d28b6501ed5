import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';
import type { HostSnapshot } from '@telewright/host-metrics';
import type { Logger } from 'pino';

/** Creates the server of `GET /api/health` and `GET /api/host`; it logs one line for each request, inside the request's span. */
export function createHostServer(read: () => HostSnapshot, log: Logger): Server {
  const routes: Readonly<Record<string, () => object>> = {
    '/api/health': () => ({ status: 'ok', uptimeSeconds: process.uptime() }),
    '/api/host': read,
  };
  return createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    const status = answer(request, response, route);
    const method = request.method ?? '';
    // node:http knows no routes; without this the span would be called by its method alone.
    if (route) trace.getActiveSpan()?.setAttribute('http.route', path).updateName(`${method} ${path}`);
    log.info({ method, path, status }, 'request');
  });
}

function answer(request: IncomingMessage, response: ServerResponse, route: (() => object) | undefined): number {
  const allowed = request.method === 'GET' || request.method === 'HEAD';
  const status = route ? (allowed ? 200 : 405) : 404;
  const body = JSON.stringify(route && allowed ? route() : { error: route ? 'method not allowed' : 'not found' });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(status === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  return status;
}
