import { SpanKind } from '@opentelemetry/api';
import { H3, HTTPError, toNodeHandler } from 'h3';
import { tracingPlugin } from 'h3/tracing';
import { describe, expect, it } from 'vitest';
import { listenToH3 } from '../src/h3.js';
import { listenToHttpServer } from '../src/http-server.js';
import { send, serve } from './servers.js';
import { listening, startTelemetry } from './telemetry.js';

function app(plugins: ReturnType<typeof tracingPlugin>[]): H3 {
  const h3 = new H3({ plugins });
  h3.use('/guarded/**', () => {
    throw new HTTPError({ status: 401 });
  });
  h3.get('/users/:id', () => 'user');
  h3.get('/guarded/:id', () => 'never');
  h3.mount(
    '/shops',
    new H3().get('/orders/:order', () => 'order'),
  );
  return h3;
}

describe('h3', () => {
  it.each([
    ['/users/4711', 'GET /users/:id', '/users/:id', 200],
    ['/shops/orders/4711?x=1', 'GET /shops/orders/:order', '/shops/orders/:order', 200],
    ['/guarded/4711', 'GET /guarded/:id', '/guarded/:id', 401],
    ['/missing/4711', 'GET', undefined, 404],
  ])('names the span of %s by its route', async (path, name, route, status) => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    listening(listenToH3());
    await send(await serve(toNodeHandler(app([tracingPlugin()]))), { path });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect([span?.name, span?.attributes['http.route'], span?.attributes['http.response.status_code']]).toEqual([name, route, status]);
    expect(telemetry.started()).toBe(1);
    expect(telemetry.problems).toEqual([]);
  });

  it('tells no route without its plugin', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    listening(listenToH3());
    await send(await serve(toNodeHandler(app([]))), { path: '/users/4711' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe('GET');
  });
});
