import { SpanKind } from '@opentelemetry/api';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { listenToFastify } from '../src/fastify.js';
import { listenToHttpServer } from '../src/http-server.js';
import type { HttpOptions } from '../src/options.js';
import { send } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

async function started(http: HttpOptions = {}) {
  const telemetry = startTelemetry();
  listening(listenToHttpServer({ http }));
  listening(listenToFastify());
  const app = Fastify();
  cleanup(() => app.close());
  app.get('/', async () => 'home');
  app.get('/users/:id', async () => 'user');
  app.get('/broken/:id', async () => {
    throw new Error('broken');
  });
  app.get('/kind', (_, reply) => void reply.header('x-kind', 'k').send('kind'));
  app.register(async (scope) => void scope.get('/orders/:order', (_, reply) => void reply.send('order')), { prefix: '/shops/:shop' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { telemetry, app, port: (app.server.address() as { port: number }).port };
}

describe('fastify', () => {
  it.each([
    ['/', 'GET /', '/', 200],
    ['/users/4711', 'GET /users/:id', '/users/:id', 200],
    ['/broken/4711', 'GET /broken/:id', '/broken/:id', 500],
    ['/shops/4711/orders/4712?x=1', 'GET /shops/:shop/orders/:order', '/shops/:shop/orders/:order', 200],
    ['/missing/4711', 'GET', undefined, 404],
  ])('names the span of %s by its route', async (path, name, route, status) => {
    const { telemetry, port } = await started();
    await send(port, { path });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe(name);
    expect(span?.attributes['http.route']).toBe(route);
    expect(span?.attributes['http.response.status_code']).toBe(status);
    expect(telemetry.spans()).toHaveLength(1);
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.dataPoints.map(({ attributes }) => attributes['http.route'])).toEqual([route]);
    expect(telemetry.problems).toEqual([]);
  });

  it('has no route where a handler of its own answers what no route matches', async () => {
    const { telemetry, port, app } = await started();
    const other = Fastify();
    cleanup(() => other.close());
    other.setNotFoundHandler((_, reply) => void reply.code(404).send('none'));
    await other.listen({ port: 0, host: '127.0.0.1' });
    await send((other.server.address() as { port: number }).port, { path: '/4711' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe('GET');
    expect(span?.attributes).not.toHaveProperty('http.route');
    expect([app.server.listening, port > 0]).toEqual([true, true]);
  });

  it('lets the response headers be captured that are only given to writeHead', async () => {
    const { telemetry, port } = await started({ server: { captureResponseHeaders: ['x-kind', 'x-none'] } });
    await send(port, { path: '/kind' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['http.response.header.x-kind']).toEqual(['k']);
    expect(span?.attributes).not.toHaveProperty('http.response.header.x-none');
  });
});
