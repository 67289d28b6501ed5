import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import * as https from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { listenToHttpClient } from '../src/http-client.js';
import { listenToUndici } from '../src/undici.js';
import { VERSION } from '../src/version.js';
import { listen, send, serve, serveTls, tls } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

const echoHeaders = () => serve((request, response) => response.end(JSON.stringify(request.headers)));

describe('a request of node:http', () => {
  it('has a CLIENT span with the attributes of the conventions', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve((_, response) => response.end());
    await send(port, { path: '/orders/17?sort=up' });
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span).toMatchObject({
      name: 'GET',
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@telewright/channels/http', version: VERSION },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.full': `http://127.0.0.1:${port}/orders/17?sort=up`,
      'server.address': '127.0.0.1',
      'server.port': port,
      'network.peer.address': '127.0.0.1',
      'network.peer.port': port,
      'network.protocol.version': '1.1',
    });
  });

  it('is a child of what is active and sends its own context along', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await echoHeaders();
    const parent = trace.getTracer('app').startSpan('parent');
    const { body } = await context.with(trace.setSpan(context.active(), parent), () =>
      send(port, { headers: { traceparent: '00-11111111111111111111111111111111-2222222222222222-01' } }),
    );
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(JSON.parse(body).traceparent).toBe(`00-${parent.spanContext().traceId}-${span?.spanContext().spanId}-01`);
  });

  it('sends a context along when it is not sampled, and is measured', async () => {
    const telemetry = startTelemetry({ sampler: new AlwaysOffSampler() });
    listening(listenToHttpClient());
    const port = await echoHeaders();
    const { body } = await send(port);
    expect(JSON.parse(body).traceparent).toMatch(/-00$/);
    expect(telemetry.spans()).toEqual([]);
    expect((await telemetry.histogram('http.client.request.duration'))?.dataPoints[0]?.value.count).toBe(1);
  });

  it('over TLS is https', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serveTls((_, response) => response.end());
    await new Promise((resolve) =>
      https.get({ host: 'localhost', port, path: '/s', ca: tls.cert, agent: false }, (response) => response.resume().on('end', resolve)),
    );
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes).toMatchObject({ 'url.full': `https://localhost:${port}/s`, 'server.port': port });
  });

  it('never tells credentials', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient({ http: { redactedQueryParameters: ['key'] } }));
    const port = await serve((_, response) => response.end());
    await new Promise((resolve) =>
      httpRequest(`http://user:secret@127.0.0.1:${port}/?sig=secret&key=secret&a=1`, { agent: false }, (response) =>
        response.resume().on('end', resolve),
      ).end(),
    );
    await send(port, { path: `http://user:sec@ret@127.0.0.1:${port}/proxied` });
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    expect(spans.map(({ attributes }) => attributes['url.full'])).toEqual([
      `http://127.0.0.1:${port}/?sig=REDACTED&key=REDACTED&a=1`,
      `http://REDACTED:REDACTED@127.0.0.1:${port}/proxied`,
    ]);
  });

  it.each([
    [399, undefined, SpanStatusCode.UNSET],
    [404, '404', SpanStatusCode.ERROR],
    [500, '500', SpanStatusCode.ERROR],
  ])('with status %i has error.type %s', async (status, errorType, code) => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    await send(await serve((_, response) => response.writeHead(status).end()));
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['error.type']).toBe(errorType);
    expect(span?.status).toEqual({ code });
  });

  it('is measured with the attributes of the conventions', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve((_, response) => response.writeHead(404).end());
    await send(port);
    await telemetry.ended(SpanKind.CLIENT, 1);
    const metric = await telemetry.histogram('http.client.request.duration');
    expect(metric?.descriptor.unit).toBe('s');
    expect(metric?.dataPoints[0]?.attributes).toEqual({
      'http.request.method': 'GET',
      'server.address': '127.0.0.1',
      'server.port': port,
      'http.response.status_code': 404,
      'network.protocol.version': '1.1',
      'error.type': '404',
    });
    expect(metric?.dataPoints[0]?.value.buckets.boundaries).toHaveLength(14);
  });

  it('captures the headers on the list, those set later too', async () => {
    const telemetry = startTelemetry();
    listening(
      listenToHttpClient({ http: { client: { captureRequestHeaders: ['x-a', 'x-b', 'cookie'], captureResponseHeaders: ['x-kind'] } } }),
    );
    const port = await serve((_, response) => response.writeHead(200, { 'x-kind': 'k' }).end());
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, headers: { 'x-a': '1', cookie: 'secret' } });
    request.setHeader('x-b', 2).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes).toMatchObject({
      'http.request.header.x-a': ['1'],
      'http.request.header.x-b': ['2'],
      'http.response.header.x-kind': ['k'],
    });
    expect(JSON.stringify(span?.attributes)).not.toContain('secret');
  });

  it('takes the port from the socket where the Host header does not tell it', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await echoHeaders();
    await send(port, { headers: { host: 'virtual.example' }, path: '/a' });
    await send(port, { headers: ['Host', 'array.example'] as never, path: '/b' });
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    expect(spans.map(({ attributes }) => [attributes['server.address'], attributes['server.port'], attributes['url.full']])).toEqual([
      ['127.0.0.1', port, `http://127.0.0.1:${port}/a`],
      ['127.0.0.1', port, `http://127.0.0.1:${port}/b`],
    ]);
  });

  it('does not double when two listen', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    listening(listenToHttpClient());
    await send(await serve((_, response) => response.end()));
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect([telemetry.started(), telemetry.spans().length]).toEqual([1, 1]);
    expect((await telemetry.histogram('http.client.request.duration'))?.dataPoints[0]?.value.count).toBe(1);
  });
});

describe('a request that is not to be traced', () => {
  it('is one in a context where tracing is suppressed', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await echoHeaders();
    const { body } = await context.with(suppressTracing(context.active()), () => send(port));
    expect(JSON.parse(body)).not.toHaveProperty('traceparent');
    expect(telemetry.spans()).toEqual([]);
    expect(await telemetry.histogram('http.client.request.duration')).toBeUndefined();
  });

  it('is one through an agent with the mark', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await echoHeaders();
    const agent = Object.assign(new Agent(), { [Symbol.for('telewright.untraced')]: true });
    const { body } = await send(port, { agent });
    expect(JSON.parse(body)).not.toHaveProperty('traceparent');
    expect(telemetry.spans()).toEqual([]);
  });
});

describe('the end of an outgoing request', () => {
  it('comes when the body has been read, not before', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    let finish = () => {};
    const port = await serve((_, response) => {
      response.write('a');
      finish = () => response.end('b');
    });
    const request = httpRequest({ host: '127.0.0.1', port, agent: false }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    expect(telemetry.spans()).toEqual([]);
    finish();
    expect(await text(response)).toBe('ab');
    expect(await telemetry.ended(SpanKind.CLIENT, 1)).toHaveLength(1);
  });

  it('is a failure with the code of the error when nobody listens', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    await expect(send(port)).rejects.toThrow('ECONNREFUSED');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes).toMatchObject({ 'error.type': 'ECONNREFUSED', 'server.port': port });
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect((await telemetry.histogram('http.client.request.duration'))?.dataPoints[0]?.attributes['error.type']).toBe('ECONNREFUSED');
  });

  it('is a failure when the server breaks the connection amid the body', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('part', () => response.destroy());
    });
    await expect(send(port)).rejects.toThrow('aborted');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200, 'error.type': 'ECONNRESET' });
    expect(telemetry.spans()).toHaveLength(1);
  });

  it.each([
    ['destroy', 'ECONNRESET'],
    ['abort', 'ECONNRESET'],
    ['signal', 'ABORT_ERR'],
    ['error', 'RangeError'],
  ])('by %s of the caller has error.type %s', async (how, errorType) => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const arrived = Promise.withResolvers<void>();
    const port = await serve(() => arrived.resolve());
    const controller = new AbortController();
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, signal: controller.signal }).on('error', () => {});
    request.end();
    await arrived.promise;
    if (how === 'destroy') request.destroy();
    if (how === 'abort') request.abort();
    if (how === 'signal') controller.abort();
    if (how === 'error') request.destroy(new RangeError('enough'));
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['error.type']).toBe(errorType);
    expect(telemetry.spans()).toHaveLength(1);
  });

  it('after a time-out is that of the error the caller destroys the request with', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve(() => {});
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, timeout: 10 }).on('error', () => {});
    request.on('timeout', () => request.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }))).end();
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['error.type']).toBe('ETIMEDOUT');
  });

  it('comes with the upgrade of the connection', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const server = createServer();
    server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'));
    const port = await listen(server);
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, headers: { connection: 'Upgrade', upgrade: 'echo' } }).end();
    await once(request, 'upgrade');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['http.response.status_code']).toBe(101);
    expect(span?.status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('comes with the tunnel that CONNECT opens', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const server = createServer();
    server.on('connect', (_, socket) => socket.end('HTTP/1.1 200 Connection established\r\n\r\n'));
    const port = await listen(server);
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, method: 'CONNECT', path: 'shop.example:443' }).end();
    await once(request, 'connect');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200, 'url.full': 'shop.example:443' });
    expect(span?.status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('comes when nobody reads the response, for HEAD and for 304', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve((request, response) => response.writeHead(request.url === '/304' ? 304 : 200).end('body'));
    for (const options of [{}, { method: 'HEAD' }, { path: '/304' }]) {
      httpRequest({ host: '127.0.0.1', port, agent: false, ...options }).end();
    }
    const spans = await telemetry.ended(SpanKind.CLIENT, 3);
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual([undefined, undefined, undefined]);
  });

  it('comes after 100-continue with the final status, although its context could not be sent', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve(async (request, response) => {
      for await (const _ of request);
      response.end(JSON.stringify(request.headers));
    });
    const request = httpRequest({ host: '127.0.0.1', port, agent: false, method: 'POST', headers: { expect: '100-continue' } });
    request.flushHeaders();
    await once(request, 'continue');
    request.end('x');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(JSON.parse(await text(response))).not.toHaveProperty('traceparent');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['http.response.status_code']).toBe(200);
    expect(telemetry.problems).toEqual([]);
  });
});

describe('the context of the caller', () => {
  it('is active in the callback and the listeners, with waiting requests and reused connections', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpClient());
    const port = await serve((_, response) => {
      response.write('a');
      setImmediate(() => response.end('b'));
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    cleanup(() => agent.destroy());
    const tracer = trace.getTracer('app');
    const call = async () => {
      const parent = tracer.startSpan('parent');
      const seen: (string | undefined)[] = [];
      const look = () => seen.push(trace.getActiveSpan()?.spanContext().spanId);
      await context.with(
        trace.setSpan(context.active(), parent),
        () =>
          new Promise<void>((resolve) => {
            httpRequest({ host: '127.0.0.1', port, agent }, (response) => {
              look();
              response.on('data', look).on('end', () => {
                look();
                resolve();
              });
            }).end();
          }),
      );
      return { parent: parent.spanContext(), seen: new Set(seen) };
    };
    const calls = await Promise.all(Array.from({ length: 100 }, call));
    const spans = await telemetry.ended(SpanKind.CLIENT, 100);
    for (const { parent, seen } of calls) {
      expect([...seen]).toEqual([parent.spanId]);
      expect(spans.filter((span) => span.parentSpanContext?.spanId === parent.spanId)).toHaveLength(1);
    }
  });
});

describe('an ignored URL', () => {
  it('is neither traced nor measured, and gets no trace context', async () => {
    const telemetry = startTelemetry();
    const seen: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      seen.push(request.headers.traceparent as string | undefined);
      response.end();
    });
    const http = { ignoreOutgoingUrls: [`http://127.0.0.1:${port}/meta/*`] };
    listening(listenToHttpClient({ http }));
    listening(listenToUndici({ http }));
    await send(port, { path: '/meta/a?x=1' });
    await (await fetch(`http://127.0.0.1:${port}/meta/b#c`)).text();
    await send(port, { path: '/other' });
    const spans = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(spans.map(({ attributes }) => attributes['url.full'])).toEqual([`http://127.0.0.1:${port}/other`]);
    expect(seen.map(Boolean)).toEqual([false, false, true]);
    const metric = await telemetry.histogram('http.client.request.duration');
    expect(metric?.dataPoints.map(({ value }) => value.count)).toEqual([1]);
  });
});
