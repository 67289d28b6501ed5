import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { listenToExpress } from '../src/express.js';
import { listenToHttpServer } from '../src/http-server.js';
import { send, serve } from './servers.js';
import { listening, startTelemetry, type Telemetry } from './telemetry.js';

/** An app whose routes tell their patterns, or with one that does not: it has two. */
function application({ isPlain = true } = {}): express.Express {
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
  if (!isPlain) app.get(['/old/:x', '/new/:x'], (_, response) => void response.send('either'));
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

const answer: express.RequestHandler = (_, response) => void response.end();

function startListening(): Telemetry {
  const telemetry = startTelemetry();
  listening(listenToHttpServer());
  listening(listenToExpress());
  return telemetry;
}

function isListenedTo(): boolean {
  return channel('tracing:express.router.request:start').hasSubscribers;
}

/** Gives the routes of the first requests, in their order. */
async function routesOf(telemetry: Telemetry, count: number): Promise<unknown[]> {
  const spans = await telemetry.ended(SpanKind.SERVER, count);
  return spans.map(({ attributes }) => attributes['http.route']);
}

describe('express itself', () => {
  it('gives handlers a next of their own as soon as anybody listens, which need not be us', async () => {
    const port = await serve(express().use((request, response, next) => void response.send(String(next === request.next))));
    expect((await send(port)).body).toBe('true');
    listening(listenToNothing());
    expect((await send(port)).body).toBe('false');
  });
});

const arrayCase: [string, string, string] = ['/new/4711', 'GET /new/:x', '/new/:x'];

/** Listens to the channel of express, and does nothing. */
function listenToNothing(): () => void {
  const nothing = { end: () => undefined };
  const channel = tracingChannel('express.router.request');
  channel.subscribe(nothing as never);
  return () => void channel.unsubscribe(nothing as never);
}

describe('express', () => {
  const cases: [path: string, name: string, route: string | undefined][] = [
    ['/', 'GET /', '/'],
    ['/users/4711', 'GET /users/:id', '/users/:id'],
    ['/files/secret/4711', 'GET /^\\/files\\/.*/', '/^\\/files\\/.*/'],
    ['/any/4711/4712', 'GET /any{/*rest}', '/any{/*rest}'],
    ['/broken/4711', 'GET /broken/:id', '/broken/:id'],
    ['/skipped/4711', 'GET /skipped/:other', '/skipped/:other'],
    ['/shops/4711/orders', 'GET /shops/:shop/orders', '/shops/:shop/orders'],
    ['/shops/4711/orders/4712?x=1', 'GET /shops/:shop/orders/:order', '/shops/:shop/orders/:order'],
    ['/shops/4711/sub/deep/4712', 'GET /shops/:shop/sub/deep/:id', '/shops/:shop/sub/deep/:id'],
    ['/missing/4711', 'GET', undefined],
    ['/shops/4711/missing', 'GET', undefined],
    ['/static/4711.css', 'GET', undefined],
  ];
  const places = [
    ['a plain app', true],
    ['an app that is not plain', false],
  ] as const;

  it.each(places.flatMap(([app, isPlain]) => [...cases, ...(isPlain ? [] : [arrayCase])].map((one) => [app, isPlain, ...one] as const)))(
    'in %s (%s), names the span of %s by its route, at first and further on',
    async (_app, isPlain, path, name, route) => {
      const telemetry = startTelemetry();
      listening(listenToHttpServer());
      listening(listenToExpress());
      const port = await serve(application({ isPlain }));
      for (const warmUp of [path, '/', path]) await send(port, { path: warmUp });
      const spans = await telemetry.ended(SpanKind.SERVER, 3);
      expect([spans[0]?.name, spans[2]?.name]).toEqual([name, name]);
      expect(spans[0]?.attributes['http.route']).toBe(route);
      expect(spans[2]?.attributes['http.route']).toBe(route);
      expect(telemetry.spans()).toHaveLength(3);
      expect(isListenedTo()).toBe(!isPlain);
      const metric = await telemetry.histogram('http.server.request.duration');
      const counts = metric?.dataPoints.map(({ attributes, value }) => [attributes['http.route'], value.count]);
      expect(counts).toEqual(
        path === '/'
          ? [['/', 3]]
          : [
              [route, 2],
              ['/', 1],
            ],
      );
      expect(telemetry.problems).toEqual([]);
    },
  );

  it('keeps the name that a handler gives the span', async () => {
    const telemetry = startListening();
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

  it('keeps the name that middleware gives the span', async () => {
    const telemetry = startListening();
    const app = express();
    app.use((_, __, next) => {
      trace.getActiveSpan()?.updateName('run job');
      next();
    });
    app.get('/jobs/:id', (_, response) => void response.end());
    const port = await serve(app);
    for (const path of ['/jobs/1', '/jobs/2']) await send(port, { path });
    const spans = await telemetry.ended(SpanKind.SERVER, 2);
    expect(spans.map(({ name, attributes }) => [name, attributes['http.route']])).toEqual([
      ['run job', '/jobs/:id'],
      ['run job', '/jobs/:id'],
    ]);
  });

  it('leaves a plain app its own next as soon as it has seen a request', async () => {
    startListening();
    const app = express();
    app.get('/', (request, response, next) => void response.send(String(next === request.next)));
    app.use((request, response, next) => void response.send(String(next === request.next)));
    const port = await serve(app);
    await send(port);
    expect(isListenedTo()).toBe(false);
    expect((await send(port, { path: '/other' })).body).toBe('true');
  });

  it.each([
    ['a route with two paths', (app: express.Express) => app.get(['/a/:x', '/b/:x'], answer), '/b/1', '/b/:x'],
    ['an app in it', (app: express.Express) => app.use('/in/:x', express().get('/a/:y', answer)), '/in/1/a/2', '/in/:x/a/:y'],
    [
      'a router in two places',
      (app: express.Express) => {
        const router = express.Router().get('/a/:y', answer);
        app.use('/one/:x', router);
        app.use('/two/:x', router);
      },
      '/two/1/a/2',
      '/two/:x/a/:y',
    ],
    [
      'a router in itself',
      (app: express.Express) => {
        const router = express.Router().get('/end/:y', answer);
        router.use('/more', router);
        app.use('/r', router);
      },
      '/r/more/more/end/1',
      '/r/more/more/end/:y',
    ],
  ])('listens on to an app with %s', async (_name, add, path, route) => {
    const telemetry = startListening();
    const app = express();
    add(app);
    app.get('/', answer);
    const port = await serve(app);
    for (const each of ['/', path, path]) await send(port, { path: each });
    expect(isListenedTo()).toBe(true);
    expect(await routesOf(telemetry, 3)).toEqual(['/', route, route]);
  });

  it('learns a route that is added while the app runs', async () => {
    const telemetry = startListening();
    const app = express();
    const router = express.Router().get('/a/:y', answer);
    app.use('/r/:x', router);
    const port = await serve(app);
    await send(port, { path: '/r/1/a/2' });
    router.get('/b/:y', answer);
    await send(port, { path: '/r/1/b/2' });
    expect(isListenedTo()).toBe(false);
    expect(await routesOf(telemetry, 2)).toEqual(['/r/:x/a/:y', '/r/:x/b/:y']);
  });

  it('sees a router that is mounted once more while the app runs', async () => {
    const telemetry = startListening();
    const router = express.Router().get('/a/:y', answer);
    const app = express().use('/one/:x', router);
    const port = await serve(app);
    await send(port, { path: '/one/1/a/2' });
    app.use('/two/:x', router);
    for (const path of ['/two/1/a/2', '/two/1/a/2', '/one/1/a/2']) await send(port, { path });
    expect(await routesOf(telemetry, 4)).toEqual(['/one/:x/a/:y', undefined, '/two/:x/a/:y', '/one/:x/a/:y']);
  });

  it('listens again from the first request on whose route is hidden behind a function', async () => {
    const telemetry = startListening();
    const app = express();
    app.get('/', answer);
    const hidden = express.Router().get('/a/:y', answer);
    app.use('/hidden/:x', (request, response, next) => hidden(request, response, next));
    const port = await serve(app);
    for (const path of ['/', '/hidden/1/a/2', '/hidden/1/a/2', '/']) await send(port, { path });
    expect(await routesOf(telemetry, 4)).toEqual(['/', undefined, '/hidden/:x/a/:y', '/']);
    expect(isListenedTo()).toBe(true);
  });

  it('listens on where a router has no app', async () => {
    const telemetry = startListening();
    const router = express.Router().use(
      '/r/:x',
      express.Router().get('/a/:y', (_, response) => void response.end()),
    );
    const handle = router as unknown as (request: IncomingMessage, response: ServerResponse, done: () => void) => void;
    const port = await serve((request, response) => handle(request, response, () => void response.end()));
    for (const path of ['/r/1/a/2', '/r/1/a/2']) await send(port, { path });
    expect(await routesOf(telemetry, 2)).toEqual(['/r/:x/a/:y', '/r/:x/a/:y']);
    expect(isListenedTo()).toBe(true);
  });

  it('learns a further app from its first request', async () => {
    const telemetry = startListening();
    const one = await serve(express().get('/a', answer));
    const two = await serve(express().use('/r/:x/', express.Router().use('/in', express.Router().get('/', answer).get('/a/:y', answer))));
    await send(one, { path: '/a' });
    for (const path of ['/r/1/in?x=/', '/r/1/in/a/2']) await send(two, { path });
    expect(await routesOf(telemetry, 3)).toEqual(['/a', '/r/:x/in', '/r/:x/in/a/:y']);
    expect(isListenedTo()).toBe(false);
  });

  it('takes no app for a whole one that is hidden behind a function of another', async () => {
    const telemetry = startListening();
    const hidden = express().use('/:x', express.Router().get('/a/:y', answer));
    const app = express().get('/', answer);
    app.use('/hidden/:w', (request, response, next) => hidden(request, response, next));
    const port = await serve(app);
    for (const path of ['/', '/hidden/0/1/a/2', '/hidden/0/1/a/2']) await send(port, { path });
    expect(await routesOf(telemetry, 3)).toEqual(['/', undefined, '/hidden/:w/:x/a/:y']);
  });

  it.each([
    ['an app of express 4', (app: express.Express) => app, false],
    ['a router of express 5 in one of express 4', (app: express.Express) => app.use('/r', express.Router().get('/5/:x', answer)), true],
  ])('leaves the routes of %s to others, without a word', async (_name, add, listensOn) => {
    const telemetry = startListening();
    const older = createRequire(import.meta.url)('installed-express') as typeof express;
    const port = await serve(add(older().get('/4/:x', answer)));
    for (const path of ['/4/1', '/r/5/1', '/4/1', '/r/5/1']) await send(port, { path });
    const routes = await routesOf(telemetry, 4);
    expect([routes[0], routes[2]]).toEqual([undefined, undefined]);
    await send(await serve(express().get('/', answer)));
    expect((await routesOf(telemetry, 5))[4]).toBe('/');
    expect(isListenedTo()).toBe(listensOn);
    expect(telemetry.problems).toEqual([]);
  });

  it('knows nothing of an app of express 4 in an app of express 5', async () => {
    const telemetry = startListening();
    const older = createRequire(import.meta.url)('installed-express') as typeof express;
    const app = express().get('/5/:x', answer);
    app.use(express.Router().use('/r', older().get('/4/:x', answer)));
    const port = await serve(app);
    for (const path of ['/5/1', '/r/4/1', '/5/1']) await send(port, { path });
    expect(await routesOf(telemetry, 3)).toEqual(['/5/:x', undefined, '/5/:x']);
    expect(telemetry.problems).toEqual([]);
  });

  it('tells apps apart that share a router', async () => {
    const telemetry = startListening();
    const router = express.Router().get('/a/:y', answer);
    const one = await serve(express().use('/one', router));
    const two = await serve(express().use('/two', router));
    await send(one, { path: '/one/a/1' });
    for (let request = 0; request < 2; request++) await send(two, { path: '/two/a/1' });
    await send(one, { path: '/one/a/1' });
    // The first request to the second app tells that there is one.
    expect(await routesOf(telemetry, 4)).toEqual(['/one/a/:y', undefined, '/two/a/:y', '/one/a/:y']);
  });

  it('tells apps apart that share a router and begin at the same time', async () => {
    const telemetry = startListening();
    const waiting: express.Response[] = [];
    const router = express.Router().get('/a', (_, response) => {
      waiting.push(response);
      if (waiting.length === 2) for (const each of waiting) each.end();
    });
    const one = await serve(express().use('/:one', router));
    const two = await serve(express().use('/:two', router));
    await Promise.all([send(one, { path: '/1/a' }), send(two, { path: '/2/a' })]);
    expect((await routesOf(telemetry, 2)).sort()).toEqual(['/:one/a', '/:two/a']);
  });

  it.each(['/', '/SHOPS/1/orders'])('knows the mounts of %s in any case', async (first) => {
    const telemetry = startListening();
    const port = await serve(express().get('/', answer).use('/shops', express.Router().get('/:shop/orders', answer)));
    for (const path of [first, '/SHOPS/4711/Orders']) await send(port, { path });
    expect((await routesOf(telemetry, 2))[1]).toBe('/shops/:shop/orders');
    expect(isListenedTo()).toBe(false);
  });

  it('keeps the route of what its router leaves to others', async () => {
    const telemetry = startListening();
    const app = express();
    const router = express.Router();
    router.get('/passed/:x', (_, __, next) => next());
    router.get('/failed/:x', () => {
      throw new Error('failed');
    });
    app.use('/r', router);
    app.use(answer);
    app.use((_: Error, __: express.Request, response: express.Response, ___: express.NextFunction) => void response.status(500).end());
    const port = await serve(app);
    for (const path of ['/r/passed/1', '/r/passed/1', '/r/failed/1', '/r/missing']) await send(port, { path });
    expect(await routesOf(telemetry, 4)).toEqual(['/r/passed/:x', '/r/passed/:x', '/r/failed/:x', undefined]);
  });

  it('gives a HEAD that nothing handles no route', async () => {
    const telemetry = startListening();
    const app = express().get('/read', answer).post('/write', answer);
    const port = await serve(app);
    for (const path of ['/read', '/write', '/read', '/write']) await send(port, { method: 'HEAD', path });
    expect(await routesOf(telemetry, 4)).toEqual(['/read', undefined, '/read', undefined]);
  });

  it('does nothing where the server is not listened to', async () => {
    const telemetry = startTelemetry();
    listening(listenToExpress());
    expect((await send(await serve(application()), { path: '/shops/1/orders/2' })).body).toBe('order');
    expect(telemetry.spans()).toEqual([]);
    expect(telemetry.problems).toEqual([]);
  });
});
