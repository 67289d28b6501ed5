import { tracingChannel } from 'node:diagnostics_channel';
import { SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { listenToExpress } from '../src/express.js';
import { listenToHttpServer } from '../src/http-server.js';
import { send, serve } from './servers.js';
import { listening, startTelemetry } from './telemetry.js';

function application(): express.Express {
  const app = express();
  app.use(express.json());
  app.use('/static', express.static('/nonexistent'));
  app.get('/', (_, response) => void response.send('home'));
  app.get(
    '/users/:id',
    (_, __, next) => next(),
    (_, response) => void response.send('user'),
  );
  app.get(/^\/files\/.*/, (_, response) => void response.send('file'));
  app.get(['/old/:x', '/new/:x'], (_, response) => void response.send('either'));
  app.all('/any{/*rest}', (_, response) => void response.send('any'));
  app.get('/broken/:id', () => {
    throw new Error('broken');
  });
  app.get('/skipped/:id', (_, __, next) => next('route'));
  app.get('/skipped/:other', (_, response) => void response.send('second'));

  const orders = express.Router({ mergeParams: true });
  orders.param('order', (_, __, next) => next());
  orders.use('/:order', (_, __, next) => next());
  orders.get('/', (_, response) => void response.send('orders'));
  orders.get('/:order', (_, response) => void response.send('order'));
  const shops = express.Router();
  shops.use((_, __, next) => next());
  shops.use('/:shop/orders', orders);
  const sub = express();
  sub.get('/deep/:id', (_, response) => void response.send('deep'));
  shops.use('/:shop/sub', sub);
  app.use('/shops', (_, __, next) => next());
  app.use('/shops', shops);
  app.use(
    (error: Error, _: express.Request, response: express.Response, __: express.NextFunction) =>
      void response.status(500).send(error.message),
  );
  return app;
}

describe('express itself', () => {
  it('gives handlers a next of their own as soon as anybody listens, which need not be us', async () => {
    const port = await serve(express().use((request, response, next) => void response.send(String(next === request.next))));
    expect((await send(port)).body).toBe('true');
    listening(listenToNothing());
    expect((await send(port)).body).toBe('false');
  });
});

/** Listens to the channel of express, and does nothing. */
function listenToNothing(): () => void {
  const nothing = { end: () => undefined };
  const channel = tracingChannel('express.router.request');
  channel.subscribe(nothing as never);
  return () => void channel.unsubscribe(nothing as never);
}

describe('express', () => {
  it.each([
    ['/', 'GET /', '/'],
    ['/users/4711', 'GET /users/:id', '/users/:id'],
    ['/files/secret/4711', 'GET /^\\/files\\/.*/', '/^\\/files\\/.*/'],
    ['/new/4711', 'GET /new/:x', '/new/:x'],
    ['/any/4711/4712', 'GET /any{/*rest}', '/any{/*rest}'],
    ['/broken/4711', 'GET /broken/:id', '/broken/:id'],
    ['/skipped/4711', 'GET /skipped/:other', '/skipped/:other'],
    ['/shops/4711/orders', 'GET /shops/:shop/orders', '/shops/:shop/orders'],
    ['/shops/4711/orders/4712?x=1', 'GET /shops/:shop/orders/:order', '/shops/:shop/orders/:order'],
    ['/shops/4711/sub/deep/4712', 'GET /shops/:shop/sub/deep/:id', '/shops/:shop/sub/deep/:id'],
    ['/missing/4711', 'GET', undefined],
    ['/shops/4711/missing', 'GET', undefined],
    ['/static/4711.css', 'GET', undefined],
  ])('names the span of %s by its route', async (path, name, route) => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    listening(listenToExpress());
    await send(await serve(application()), { path });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe(name);
    expect(span?.attributes['http.route']).toBe(route);
    expect(telemetry.spans()).toHaveLength(1);
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.dataPoints.map(({ attributes }) => attributes['http.route'])).toEqual([route]);
    expect(telemetry.problems).toEqual([]);
  });

  it('keeps the name that a handler gives the span', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    listening(listenToExpress());
    const app = express();
    const rename: express.RequestHandler = (_, __, next) => {
      trace.getActiveSpan()?.updateName('run job');
      next();
    };
    app.get('/jobs/:id', rename, (_, response) => void response.end());
    await send(await serve(app), { path: '/jobs/1' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe('run job');
    expect(span?.attributes['http.route']).toBe('/jobs/:id');
  });

  it('does nothing where the server is not listened to', async () => {
    const telemetry = startTelemetry();
    listening(listenToExpress());
    expect((await send(await serve(application()), { path: '/shops/1/orders/2' })).body).toBe('order');
    expect(telemetry.spans()).toEqual([]);
    expect(telemetry.problems).toEqual([]);
  });
});
