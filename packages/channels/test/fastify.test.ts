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

  it.each([
    ['a hook', '/guarded/4711', 401],
    ['the validation', '/valid/4711', 400],
    ['a hook that fails', '/failing/4711', 500],
    ['the client that leaves', '/slow/4711', undefined],
  ])('names the span by its route when %s is first', async (_, path, status) => {
    const { telemetry, app } = await started();
    const server = Fastify();
    cleanup(() => server.close());
    server.addHook('onRequest', async (request, reply) => {
      if (request.url.startsWith('/guarded')) await reply.code(401).send('who are you?');
      if (request.url.startsWith('/failing')) throw new Error('broken');
    });
    const never = async () => 'never';
    server.get('/guarded/:id', never);
    server.get('/failing/:id', never);
    server.get('/valid/:id', { schema: { params: { type: 'object', properties: { id: { type: 'boolean' } } } } }, never);
    const leaving = new AbortController();
    const leave = () => {
      leaving.abort();
      return new Promise<void>(() => {});
    };
    server.get('/slow/:id', { preHandler: leave }, never);
    await server.listen({ port: 0, host: '127.0.0.1' });
    await send((server.server.address() as { port: number }).port, { path, signal: leaving.signal }).catch(() => {});
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    const route = path.replace('4711', ':id');
    expect([span?.name, span?.attributes['http.route'], span?.attributes['http.response.status_code']]).toEqual([
      `GET ${route}`,
      route,
      status,
    ]);
    expect(app.server.listening).toBe(true);
  });

  it('names the span by its route in an app that was made before', async () => {
    const telemetry = startTelemetry();
    const server = Fastify();
    cleanup(() => server.close());
    server.get('/users/:id', async () => 'user');
    listening(listenToHttpServer());
    listening(listenToFastify());
    await server.listen({ port: 0, host: '127.0.0.1' });
    await send((server.server.address() as { port: number }).port, { path: '/users/4711' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe('GET /users/:id');
  });

  it('lets the response headers be captured that are only given to writeHead', async () => {
    const { telemetry, port } = await started({ server: { captureResponseHeaders: ['x-kind', 'x-none'] } });
    await send(port, { path: '/kind' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['http.response.header.x-kind']).toEqual(['k']);
    expect(span?.attributes).not.toHaveProperty('http.response.header.x-none');
  });
});
