import { once } from 'node:events';
import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { listenToFastify } from '../src/fastify.js';
import { listenToHttp2Client } from '../src/http2-client.js';
import { listenToHttp2Server } from '../src/http2-server.js';
import type { HttpOptions } from '../src/options.js';
import { VERSION } from '../src/version.js';
import { tls } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

type Handler = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void;

async function listen(server: http2.Http2Server): Promise<number> {
  const sessions: http2.ServerHttp2Session[] = [];
  server.on('session', (session) => sessions.push(session));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup(() => {
    for (const session of sessions) session.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const serve = (handler: Handler): Promise<number> => listen(http2.createServer(handler));

async function connect(port: number, options: http2.SecureClientSessionOptions = {}, scheme = 'http'): Promise<http2.ClientHttp2Session> {
  const session = http2.connect(`${scheme}://127.0.0.1:${port}`, options);
  session.on('error', () => {});
  cleanup(() => session.destroy());
  await once(session, 'connect');
  return session;
}

async function send(session: http2.ClientHttp2Session, headers: http2.OutgoingHttpHeaders, body?: string): Promise<string> {
  const stream = session.request(headers);
  stream.end(body);
  const answer = await text(stream);
  if (!stream.closed) await once(stream, 'close');
  return answer;
}

const REMOTE = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

describe('a request to node:http2', () => {
  it('has a SERVER span with the attributes of the conventions, and a measurement', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    const port = await serve((_, response) => response.end('hello'));
    const session = await connect(port);
    expect(await send(session, { ':path': '/orders/17?sort=up&sig=secret', 'user-agent': 'test/1' })).toBe('hello');
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span).toMatchObject({
      name: 'GET',
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@telewright/channels/http2', version: VERSION },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.path': '/orders/17',
      'url.query': 'sort=up&sig=REDACTED',
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'server.port': port,
      'client.address': '127.0.0.1',
      'network.peer.address': '127.0.0.1',
      'network.peer.port': expect.any(Number),
      'network.protocol.version': '2',
      'user_agent.original': 'test/1',
    });
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes, value.count])).toEqual([
      [{ 'http.request.method': 'GET', 'url.scheme': 'http', 'network.protocol.version': '2', 'http.response.status_code': 200 }, 1],
    ]);
    expect(telemetry.problems).toEqual([]);
  });

  it('is https and continues the trace of the caller, whose context is active for handler and body', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    const seen: unknown[] = [];
    const look = () => seen.push(trace.getActiveSpan()?.spanContext().spanId);
    const server = http2.createSecureServer(tls, (request, response) => {
      look();
      request.on('data', look).on('end', () => {
        look();
        setImmediate(() => {
          look();
          response.end(propagation.getActiveBaggage()?.getEntry('user')?.value ?? 'none');
        });
      });
    });
    const session = await connect(await listen(server), { ca: tls.cert, servername: 'localhost' }, 'https');
    const traceparent = `00-${REMOTE.traceId}-${REMOTE.spanId}-01`;
    expect(await send(session, { ':method': 'POST', traceparent, baggage: 'user=ada' }, 'body')).toBe('ada');
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect([span?.spanContext().traceId, span?.parentSpanContext?.spanId]).toEqual([REMOTE.traceId, REMOTE.spanId]);
    expect(span?.attributes['url.scheme']).toBe('https');
    expect(seen).toEqual(Array(4).fill(span?.spanContext().spanId));
  });

  it('is active for the listeners of streams too, and leaks to no other stream', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    const server = http2.createServer();
    server.on('stream', (stream, headers) => {
      setImmediate(() => {
        stream.respond({ ':status': 200 });
        stream.end(`${headers[':path']} ${trace.getActiveSpan()?.spanContext().spanId}`);
      });
    });
    const session = await connect(await listen(server));
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => send(session, { ':path': `/${i}` })));
    const spans = await telemetry.ended(SpanKind.SERVER, 100);
    expect(spans.map((span) => `${span.attributes['url.path']} ${span.spanContext().spanId}`).sort()).toEqual(answers.sort());
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it.each<[string, Handler, number | undefined, string | undefined]>([
    ['a status of 404', (_, response) => response.writeHead(404).end(), 404, undefined],
    ['a status of 500', (_, response) => response.writeHead(500).end(), 500, '500'],
    ['an error', (_, response) => response.stream.destroy(new RangeError('too much')), undefined, 'RangeError'],
    ['a reset', (_, response) => response.stream.close(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM), undefined, 'NGHTTP2_ENHANCE_YOUR_CALM'],
  ])('ends with %s', async (_, handler, status, errorType) => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    const port = await serve((request, response) => {
      response.stream.on('error', () => {});
      handler(request, response);
    });
    await send(await connect(port), {}).catch(() => {});
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect([span?.attributes['http.response.status_code'], span?.attributes['error.type']]).toEqual([status, errorType]);
  });

  it.each<[string, (stream: http2.ClientHttp2Stream, session: http2.ClientHttp2Session) => void]>([
    ['takes the request back', (stream) => stream.close(http2.constants.NGHTTP2_CANCEL)],
    ['leaves', (_, session) => session.destroy()],
  ])('is an abort when the client %s', async (_, leave) => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    const session = await connect(await serve((_, response) => response.write('part')));
    const stream = session.request({ ':path': '/slow' });
    stream.on('error', () => {});
    await once(stream, 'data');
    leave(stream, session);
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200, 'error.type': 'NGHTTP2_CANCEL' });
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
  });

  it('is ignored, redacted and captured as one of HTTP/1 is', async () => {
    const telemetry = startTelemetry();
    const http: HttpOptions = { server: { captureRequestHeaders: ['x-tenant', 'cookie'], captureResponseHeaders: ['x-kind'] } };
    listening(listenToHttp2Server({ http }));
    const port = await serve((_, response) => {
      trace.getTracer('app').startSpan('work').end();
      response.setHeader('x-kind', 'k');
      response.end();
    });
    const session = await connect(port);
    await send(session, { ':path': '/healthz' });
    await send(session, { ':path': '/', ':method': 'PROPFIND', 'x-tenant': 'acme', cookie: 'secret' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe('HTTP');
    expect(span?.attributes).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'PROPFIND',
      'http.request.header.x-tenant': ['acme'],
      'http.response.header.x-kind': ['k'],
    });
    expect(JSON.stringify(span?.attributes)).not.toContain('secret');
    expect(telemetry.started()).toBe(2);
  });

  it('gets its route from fastify, and has one span where HTTP/1 is spoken to the same server', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    listening(listenToFastify());
    const app = Fastify({ http2: true });
    cleanup(() => app.close());
    app.get('/users/:id', async () => 'user');
    await app.listen({ port: 0, host: '127.0.0.1' });
    const session = await connect((app.server.address() as AddressInfo).port);
    await send(session, { ':path': '/users/4711' });
    session.close();
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect([span?.name, span?.attributes['http.route']]).toEqual(['GET /users/:id', '/users/:id']);
  });

  it('has no span when it is a tunnel, nor has what the server pushes', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Server());
    const server = http2.createServer({ settings: { enableConnectProtocol: true } });
    server.on('stream', (stream, headers) => {
      if (headers[':method'] === 'CONNECT') {
        stream.respond({ ':status': 200 });
        stream.end('tunnel');
        return;
      }
      stream.pushStream({ ':path': '/pushed' }, (_error, pushed) => {
        pushed.respond({ ':status': 200 });
        pushed.end('pushed');
        stream.respond({ ':status': 200 });
        stream.end('asked');
      });
    });
    const session = await connect(await listen(server));
    if (!session.remoteSettings?.enableConnectProtocol) await once(session, 'remoteSettings');
    expect(await send(session, { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/chat' })).toBe('tunnel');
    expect(await send(session, { ':path': '/asked' })).toBe('asked');
    const spans = await telemetry.ended(SpanKind.SERVER, 1);
    expect(spans.map(({ attributes }) => attributes['url.path'])).toEqual(['/asked']);
    expect(telemetry.started()).toBe(1);
  });
});

describe('a request of node:http2', () => {
  it('has a CLIENT span with the attributes of the conventions, and a measurement, on a new connection and a used one', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Client({ http: { client: { captureRequestHeaders: ['x-a'], captureResponseHeaders: ['x-kind'] } } }));
    const port = await serve((_, response) => {
      response.setHeader('x-kind', 'k');
      response.end('hello');
    });
    const session = http2.connect(`http://127.0.0.1:${port}`);
    cleanup(() => session.destroy());
    const parent = trace.getTracer('app').startSpan('request');
    const answers = await context.with(trace.setSpan(context.active(), parent), async () => [
      await send(session, { ':path': '/new?sig=secret', 'x-a': 'a' }),
      await send(session, { ':path': '/used' }),
    ]);
    expect(answers).toEqual(['hello', 'hello']);
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    for (const span of spans) {
      expect(span).toMatchObject({ name: 'GET', instrumentationScope: { name: '@telewright/channels/http2', version: VERSION } });
      expect(span.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    }
    expect(spans[0]?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'http.request.header.x-a': ['a'],
      'http.response.header.x-kind': ['k'],
      'url.full': `http://127.0.0.1:${port}/new?sig=REDACTED`,
      'server.address': '127.0.0.1',
      'server.port': port,
      'network.peer.address': '127.0.0.1',
      'network.peer.port': port,
      'network.protocol.version': '2',
    });
    const metric = await telemetry.histogram('http.client.request.duration');
    expect(metric?.dataPoints.map(({ value }) => value.count)).toEqual([2]);
    expect(telemetry.problems).toEqual([]);
  });

  it.each<[string, Handler, number | undefined, string]>([
    ['a status of 404', (_, response) => response.writeHead(404).end(), 404, '404'],
    ['a reset', (_, response) => response.stream.close(http2.constants.NGHTTP2_REFUSED_STREAM), undefined, 'NGHTTP2_REFUSED_STREAM'],
  ])('fails with %s', async (_, handler, status, errorType) => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Client());
    const port = await serve((request, response) => {
      response.stream.on('error', () => {});
      handler(request, response);
    });
    await send(await connect(port), {}).catch(() => {});
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect([span?.attributes['http.response.status_code'], span?.attributes['error.type']]).toEqual([status, errorType]);
  });

  it('fails when there is no connection, and when the caller gives up', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttp2Client());
    const session = http2.connect('http://127.0.0.1:1');
    session.on('error', () => {});
    const refused = session.request({});
    refused.on('error', () => {});
    await telemetry.ended(SpanKind.CLIENT, 1);
    const slow = (await connect(await serve(() => {}))).request({});
    slow.on('error', () => {});
    slow.destroy(new RangeError('no longer'));
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['ECONNREFUSED', 'RangeError']);
  });

  it('is not traced where tracing is suppressed or its URL is ignored, and not doubled when two listen', async () => {
    const telemetry = startTelemetry();
    const port = await serve((_, response) => response.end());
    const options = { http: { ignoreOutgoingUrls: [`http://127.0.0.1:${port}/meta`] } };
    listening(listenToHttp2Client(options));
    listening(listenToHttp2Client(options));
    const session = await connect(port);
    await context.with(suppressTracing(context.active()), () => send(session, {}));
    await send(session, { ':path': '/meta?a' });
    await send(session, { ':path': '/' });
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect(telemetry.started()).toBe(1);
  });
});

describe('a gRPC call', () => {
  it('is a request like others, unless it is left to an instrumentation of gRPC', async () => {
    const telemetry = startTelemetry();
    const port = await serve((_, response) => response.end());
    const session = await connect(port);
    const call = { ':method': 'POST', ':path': '/shop.Orders/Get', 'content-type': 'application/grpc+proto' };
    const stops = [listenToHttp2Server(), listenToHttp2Client()];
    await send(session, call);
    await telemetry.ended(SpanKind.SERVER, 1);
    for (const stop of stops) stop();
    listening(listenToHttp2Server({ http: { ignoreGrpc: () => true } }));
    listening(listenToHttp2Client({ http: { ignoreGrpc: () => true } }));
    await send(session, call);
    await send(session, { ':path': '/other' });
    const [, other] = await telemetry.ended(SpanKind.SERVER, 2);
    expect(other?.attributes['url.path']).toBe('/other');
    await telemetry.ended(SpanKind.CLIENT, 2);
    expect(telemetry.started()).toBe(4);
  });
});
