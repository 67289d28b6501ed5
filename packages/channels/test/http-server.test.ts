import { once } from 'node:events';
import { createServer, get, request as httpRequest, type IncomingMessage } from 'node:http';
import * as https from 'node:https';
import { connect } from 'node:net';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { listenToHttpServer } from '../src/http-server.js';
import { defaultIgnoredPaths } from '../src/pattern-list.js';
import { VERSION } from '../src/version.js';
import { listen, send, sendRaw, serve, serveTls, tls } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

const REMOTE = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

describe('a request to node:http', () => {
  it('has a SERVER span with the attributes of the conventions', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.end('hello'));
    await send(port, { path: '/orders/17?sort=up', headers: { 'user-agent': 'test/1' } });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span).toMatchObject({
      name: 'GET',
      kind: SpanKind.SERVER,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@telewright/channels/http', version: VERSION },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.path': '/orders/17',
      'url.query': 'sort=up',
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'server.port': port,
      'client.address': '127.0.0.1',
      'network.peer.address': '127.0.0.1',
      'network.peer.port': expect.any(Number),
      'network.protocol.version': '1.1',
      'user_agent.original': 'test/1',
    });
  });

  it('has nothing of the one before it on the same connection, and the host that it asks for', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.end());
    const ask = (path: string, host: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;
    await sendRaw(
      port,
      `${ask('/one?a=1', 'one.example:8080', 'User-Agent: first\r\n')}${ask('/two', 'one.example:8080')}${ask('/three', 'three.example')}${ask('/four', 'one.example:8080', 'Connection: close\r\n')}`,
    );
    const spans = await telemetry.ended(SpanKind.SERVER, 4);
    const peer = {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.scheme': 'http',
      'client.address': '127.0.0.1',
      'network.peer.address': '127.0.0.1',
      'network.peer.port': expect.any(Number),
      'network.protocol.version': '1.1',
    };
    const first = { ...peer, 'server.address': 'one.example', 'server.port': 8080 };
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      { ...first, 'url.path': '/one', 'url.query': 'a=1', 'user_agent.original': 'first' },
      { ...first, 'url.path': '/two' },
      { ...peer, 'server.address': 'three.example', 'url.path': '/three' },
      { ...first, 'url.path': '/four' },
    ]);
  });

  it('has its attributes already when the sampler decides', async () => {
    const seen: unknown[] = [];
    startTelemetry({
      sampler: {
        shouldSample: (_context, _traceId, name, kind, attributes) => {
          seen.push(name, kind, attributes['url.path'], attributes['http.request.method'], attributes['server.address']);
          return { decision: 2 };
        },
        toString: () => 'spy',
      },
    });
    listening(listenToHttpServer());
    await send(await serve((_, response) => response.end()), { path: '/sampled' });
    expect(seen).toEqual(['GET', SpanKind.SERVER, '/sampled', 'GET', '127.0.0.1']);
  });

  it('is https where the connection is encrypted', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serveTls((_, response) => response.end());
    await new Promise((resolve) =>
      https.get({ host: 'localhost', port, ca: tls.cert, agent: false }, (response) => response.resume().on('end', resolve)),
    );
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'url.scheme': 'https', 'server.address': 'localhost', 'server.port': port });
  });

  it('continues the trace and the baggage of the caller and is active for the handler', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const seen: unknown[] = [];
    const port = await serve(async (_, response) => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(trace.getActiveSpan()?.spanContext().spanId, propagation.getActiveBaggage()?.getEntry('user')?.value);
      response.end();
    });
    await send(port, { headers: { traceparent: `00-${REMOTE.traceId}-${REMOTE.spanId}-01`, baggage: 'user=ada' } });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.spanContext().traceId).toBe(REMOTE.traceId);
    expect(span?.parentSpanContext?.spanId).toBe(REMOTE.spanId);
    expect(seen).toEqual([span?.spanContext().spanId, 'ada']);
  });

  it.each([
    [404, undefined, SpanStatusCode.UNSET],
    [499, undefined, SpanStatusCode.UNSET],
    [500, '500', SpanStatusCode.ERROR],
    [503, '503', SpanStatusCode.ERROR],
  ])('with status %i has error.type %s', async (status, errorType, code) => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    await send(await serve((_, response) => response.writeHead(status).end()));
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['http.response.status_code']).toBe(status);
    expect(span?.attributes['error.type']).toBe(errorType);
    expect(span?.status).toEqual({ code });
  });

  it('does not name its span by an unknown method', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    await send(await serve((_, response) => response.end()), { method: 'PROPFIND' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.name).toBe('HTTP');
    expect(span?.attributes).toMatchObject({ 'http.request.method': '_OTHER', 'http.request.method_original': 'PROPFIND' });
  });

  it('takes the list of known methods from the options', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer({ http: { knownMethods: ['PROPFIND'] } }));
    const port = await serve((_, response) => response.end());
    await send(port, { method: 'PROPFIND' });
    await send(port);
    const spans = await telemetry.ended(SpanKind.SERVER, 2);
    expect(spans.map(({ name }) => name)).toEqual(['PROPFIND', 'HTTP']);
  });

  it('redacts the secrets of the query', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer({ http: { redactedQueryParameters: ['token'] } }));
    await send(await serve((_, response) => response.end()), { path: '/f?sig=abc&x=1&token=t&Signature=s' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['url.query']).toBe('sig=REDACTED&x=1&token=REDACTED&Signature=REDACTED');
  });

  it('captures the headers on the list, and never a credential', async () => {
    const telemetry = startTelemetry();
    listening(
      listenToHttpServer({
        http: { server: { captureRequestHeaders: ['X-Tenant', 'Authorization'], captureResponseHeaders: ['x-kind', 'set-cookie'] } },
      }),
    );
    const port = await serve((_, response) => response.writeHead(200, { 'x-kind': ['a', 'b'], 'set-cookie': 'secret' }).end());
    await send(port, { headers: { 'x-tenant': 'acme', authorization: 'Bearer secret' } });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'http.request.header.x-tenant': ['acme'], 'http.response.header.x-kind': ['a', 'b'] });
    expect(JSON.stringify(span?.attributes)).not.toContain('secret');
    expect(telemetry.problems.map(([message]) => message)).toEqual([
      'The header authorization carries credentials and is not captured',
      'The header set-cookie carries credentials and is not captured',
    ]);
  });

  it('redacts URLs in captured headers, and cuts what is too long or too much', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer({ http: { server: { captureRequestHeaders: ['Referer', 'x-many'] } } }));
    const port = await serve((_, response) => response.end());
    const headers = { referer: 'https://ada:pw@shop.example/?token=t', 'user-agent': 'u'.repeat(5_000), 'x-many': Array(40).fill('m') };
    await send(port, { path: `/${'p'.repeat(5_000)}?${'q'.repeat(4_090)}=&sig=secret`, headers });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({
      'http.request.header.referer': ['https://REDACTED:REDACTED@shop.example/?token=REDACTED'],
      'http.request.header.x-many': [Array(40).fill('m').join(', ')],
      'url.path': `/${'p'.repeat(4_095)}`,
      'url.query': `${'q'.repeat(4_090)}=&sig=`,
      'user_agent.original': 'u'.repeat(4_096),
    });
  });

  it('trusts forwarded headers only when asked to', async () => {
    const telemetry = startTelemetry();
    const headers = { 'x-forwarded-for': '203.0.113.9, 10.0.0.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example:8443' };
    const port = await serve((_, response) => response.end());
    const unsubscribe = listenToHttpServer();
    await send(port, { headers });
    unsubscribe();
    listening(listenToHttpServer({ http: { trustForwardedHeaders: true } }));
    await send(port, { headers });
    const [distrusted, trusted] = await telemetry.ended(SpanKind.SERVER, 2);
    expect(distrusted?.attributes).toMatchObject({ 'client.address': '127.0.0.1', 'url.scheme': 'http', 'server.address': '127.0.0.1' });
    expect(trusted?.attributes).toMatchObject({
      'client.address': '203.0.113.9',
      'network.peer.address': '127.0.0.1',
      'url.scheme': 'https',
      'server.address': 'shop.example',
      'server.port': 8443,
    });
  });

  it('takes the path from a target in absolute form', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    await send(await serve((_, response) => response.end()), { path: 'http://elsewhere.example/a?b=c' });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'url.path': '/a', 'url.query': 'b=c' });
  });
});

describe('the duration', () => {
  it('is measured in seconds with the attributes and boundaries of the conventions', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((request, response) => response.writeHead(request.url === '/bad' ? 500 : 200).end());
    await send(port, { path: '/good' });
    await send(port, { path: '/bad' });
    await telemetry.ended(SpanKind.SERVER, 2);
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.descriptor).toMatchObject({ unit: 's', description: 'Duration of HTTP server requests.' });
    const common = { 'http.request.method': 'GET', 'url.scheme': 'http', 'network.protocol.version': '1.1' };
    expect(metric?.dataPoints.map(({ attributes, value }) => ({ attributes, count: value.count }))).toEqual([
      { attributes: { ...common, 'http.response.status_code': 200 }, count: 1 },
      { attributes: { ...common, 'http.response.status_code': 500, 'error.type': '500' }, count: 1 },
    ]);
    expect(metric?.dataPoints[0]?.value.buckets.boundaries).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]);
    expect(metric?.dataPoints[0]?.value.sum).toBeGreaterThan(0);
    expect(metric?.dataPoints[0]?.value.sum).toBeLessThan(30);
  });

  it('is that of the span where the span tells it', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => {
      Object.defineProperty(trace.getActiveSpan(), 'durationSeconds', { value: 3.5 });
      response.end();
    });
    await send(port);
    await telemetry.ended(SpanKind.SERVER, 1);
    expect((await telemetry.histogram('http.server.request.duration'))?.dataPoints[0]?.value.sum).toBe(3.5);
  });

  it('is measured when the span is not sampled, whose context still goes on', async () => {
    const telemetry = startTelemetry({ sampler: new AlwaysOffSampler() });
    listening(listenToHttpServer());
    let outgoing: Record<string, string> = {};
    const port = await serve((_, response) => {
      propagation.inject(context.active(), outgoing);
      response.end();
    });
    await send(port, { headers: { traceparent: `00-${REMOTE.traceId}-${REMOTE.spanId}-01` } });
    expect(telemetry.spans()).toEqual([]);
    expect(outgoing['traceparent']).toMatch(new RegExp(`^00-${REMOTE.traceId}-[0-9a-f]{16}-00$`));
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.dataPoints[0]?.value.count).toBe(1);
    outgoing = {};
  });

  it('follows a meter provider that is registered later', async () => {
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.end());
    await send(port);
    const telemetry = startTelemetry();
    await send(port);
    await telemetry.ended(SpanKind.SERVER, 1);
    expect((await telemetry.histogram('http.server.request.duration'))?.dataPoints[0]?.value.count).toBe(1);
  });
});

describe('ignored paths', () => {
  it('make neither spans nor measurements, nor does what is done below them', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer({ http: { ignoreIncomingPaths: [...defaultIgnoredPaths, /^\/internal\//g] } }));
    const port = await serve((_, response) => {
      trace.getTracer('app').startSpan('work').end();
      response.end();
    });
    for (const path of ['/healthz?deep=1', '/internal/a', '/internal/b', '/healthz/not']) await send(port, { path });
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['url.path']).toBe('/healthz/not');
    expect(
      telemetry
        .spans()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['GET', 'work']);
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.dataPoints.map(({ value }) => value.count)).toEqual([1]);
  });

  it('are the usual health, readiness and metrics endpoints by default, and a list replaces them', async () => {
    const telemetry = startTelemetry();
    const port = await serve((_, response) => response.end());
    const stop = listenToHttpServer();
    for (const path of [...defaultIgnoredPaths, '/orders']) await send(port, { path });
    stop();
    listening(listenToHttpServer({ http: { ignoreIncomingPaths: ['/orders*'] } }));
    for (const path of ['/health', '/orders/17']) await send(port, { path });
    const spans = await telemetry.ended(SpanKind.SERVER, 2);
    expect(spans.map(({ attributes }) => attributes['url.path'])).toEqual(['/orders', '/health']);
  });
});

describe('the end of a request', () => {
  it('is an abort when the client leaves before the headers', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const arrived = Promise.withResolvers<void>();
    const port = await serve(() => arrived.resolve());
    const request = httpRequest({ host: '127.0.0.1', port, agent: false }).on('error', () => {});
    request.end();
    await arrived.promise;
    request.destroy();
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'error.type': 'ECONNRESET' });
    expect(span?.attributes).not.toHaveProperty('http.response.status_code');
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    const metric = await telemetry.histogram('http.server.request.duration');
    expect(metric?.dataPoints[0]?.attributes).toMatchObject({ 'error.type': 'ECONNRESET' });
  });

  it('is an abort with a status when the client leaves amid the body', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.writeHead(206).write('part'));
    get({ host: '127.0.0.1', port, agent: false }, (response) => response.once('data', () => response.destroy()).on('error', () => {}));
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'error.type': 'ECONNRESET', 'http.response.status_code': 206 });
  });

  it('has the type of the error that the server destroyed the response with', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.destroy(new RangeError('too much')));
    await send(port).catch(() => {});
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['error.type']).toBe('RangeError');
  });

  it('comes once for each of several pipelined requests', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((request, response) => setImmediate(() => response.end(request.url)));
    const one = 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = await sendRaw(port, `${one}${one.replace('1', '2')}GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer.match(/200 OK/g)).toHaveLength(3);
    const spans = await telemetry.ended(SpanKind.SERVER, 3);
    expect(spans.map(({ attributes }) => attributes['url.path'])).toEqual(['/1', '/2', '/3']);
    expect(spans.every(({ attributes }) => attributes['error.type'] === undefined)).toBe(true);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(3);
  });

  it('comes for pipelined requests that still wait when the connection breaks', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    let arrived = 0;
    const third = Promise.withResolvers<void>();
    const port = await serve(() => {
      arrived += 1;
      if (arrived === 3) third.resolve();
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3));
    await third.promise;
    socket.destroy();
    const spans = await telemetry.ended(SpanKind.SERVER, 3);
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(Array(3).fill('ECONNRESET'));
  });

  it('comes for a request in flight after unsubscribing, and no other follows', async () => {
    const telemetry = startTelemetry();
    const unsubscribe = listenToHttpServer();
    const port = await serve((_, response) => {
      unsubscribe();
      response.end();
    });
    await send(port);
    await send(port);
    const spans = await telemetry.ended(SpanKind.SERVER, 1);
    expect(spans[0]?.attributes).toMatchObject({ 'http.response.status_code': 200 });
    expect(telemetry.spans()).toHaveLength(1);
  });

  it('does not double when two listen', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    listening(listenToHttpServer());
    await send(await serve((_, response) => response.end()));
    await telemetry.ended(SpanKind.SERVER, 1);
    const metric = await telemetry.histogram('http.server.request.duration');
    expect([telemetry.started(), telemetry.spans().length]).toEqual([1, 1]);
    expect(metric?.dataPoints[0]?.value.count).toBe(1);
  });
});

describe('the rarer forms of a request', () => {
  it('HEAD, 100-continue, HTTP/1.0 and a streamed body are requests like others', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve(async (request, response) => {
      for await (const _ of request);
      response.write('a');
      setImmediate(() => response.end('b'));
    });
    await send(port, { method: 'HEAD' });
    const expectation = httpRequest({ host: '127.0.0.1', port, method: 'POST', agent: false, headers: { expect: '100-continue' } });
    expectation.flushHeaders();
    await once(expectation, 'continue');
    expectation.end('body');
    const [response] = (await once(expectation, 'response')) as [IncomingMessage];
    response.resume();
    await sendRaw(port, 'GET /old HTTP/1.0\r\n\r\n');
    const spans = await telemetry.ended(SpanKind.SERVER, 3);
    expect(
      spans.map(({ name, attributes }) => [name, attributes['http.response.status_code'], attributes['network.protocol.version']]),
    ).toEqual([
      ['HEAD', 200, '1.1'],
      ['POST', 200, '1.1'],
      ['GET', 200, '1.0'],
    ]);
    expect(spans[2]?.attributes).not.toHaveProperty('server.address');
  });

  it('an expectation that the app decides on, or that nobody can fulfil, is a request like others', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const server = createServer((_, response) => response.end());
    server.on('checkContinue', (_request, response) => response.writeHead(413).end(trace.getActiveSpan()?.spanContext().spanId));
    const port = await listen(server);
    const answer = await sendRaw(
      port,
      'POST /big HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\nConnection: close\r\n\r\n',
    );
    expect(await sendRaw(port, 'GET /odd HTTP/1.1\r\nHost: a\r\nExpect: more\r\nConnection: close\r\n\r\n')).toContain('417');
    const spans = await telemetry.ended(SpanKind.SERVER, 2);
    expect(spans.map(({ attributes }) => [attributes['url.path'], attributes['http.response.status_code']])).toEqual([
      ['/big', 413],
      ['/odd', 417],
    ]);
    expect(answer).toContain(spans[0]?.spanContext().spanId as string);
  });

  it('a stream of events that the client leaves is an abort with its status', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write('data: 1\n\n'), 1);
      response.on('close', () => clearInterval(timer));
    });
    const leaving = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/events`, { signal: leaving.signal });
    for await (const _ of response.body as ReadableStream) break;
    leaving.abort();
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200, 'error.type': 'ECONNRESET' });
  });

  it('an upgrade that the server has no listener for is a request like others', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.writeHead(426).end());
    await sendRaw(port, 'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n');
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes).toMatchObject({ 'url.path': '/chat', 'http.response.status_code': 426 });
  });

  it('an upgrade works as without us and leaves no open span', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const server = createServer((_, response) => response.end());
    server.on('upgrade', (_, socket) =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello'),
    );
    const port = await listen(server);
    const answer = await sendRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    expect(answer).toContain('hello');
    await send(port, { path: '/after' });
    const spans = await telemetry.ended(SpanKind.SERVER, 1);
    expect(spans.map(({ attributes }) => attributes['url.path'])).toEqual(['/after']);
  });

  it('malformed requests and hostile headers do no harm', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve((_, response) => response.end('ok'));
    expect(await sendRaw(port, 'NOT HTTP\r\n\r\n')).toContain('400 Bad Request');
    expect(await sendRaw(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain('431');
    const baggage = Array.from({ length: 10_000 }, (_, i) => `k${i}=v`).join(',');
    expect(await sendRaw(port, `GET / HTTP/1.1\r\nHost: a\r\nBaggage: ${baggage}\r\n\r\n`)).toContain('431');
    const hostile = [
      'Host: [::1\r\nTraceparent: 00-zz-1-01',
      `Host: ${'h'.repeat(5_000)}:99999\r\nTraceparent: ${'0'.repeat(5_000)}\r\nTracestate: ${'=,'.repeat(2_000)}`,
      `Host: a\r\nTraceparent: 00-${REMOTE.traceId}-${REMOTE.spanId}-01\r\nTraceparent: 00-${REMOTE.spanId}\r\nBaggage: ${'=;,%'.repeat(1_000)}`,
    ];
    for (const headers of hostile) {
      expect(await sendRaw(port, `GET /?%ff&=&sig HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`)).toContain('200 OK');
    }
    const spans = await telemetry.ended(SpanKind.SERVER, 3);
    expect(spans.every((span) => span.parentSpanContext === undefined)).toBe(true);
    expect(telemetry.problems).toEqual([]);
  });

  it('a request that times out is answered by Node and ended', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const port = await serve(() => {}, { requestTimeout: 50, headersTimeout: 40, connectionsCheckingInterval: 10 });
    await sendRaw(port, 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.attributes['error.type']).toBe('ECONNRESET');
  });
});

describe('an internal failure', () => {
  it('is reported once and the request goes on', async () => {
    const telemetry = startTelemetry();
    const tracerProvider = {
      getTracer: () => ({
        startSpan() {
          throw new Error('broken tracer');
        },
        startActiveSpan: () => {
          throw new Error('not used');
        },
      }),
    };
    listening(listenToHttpServer({ tracerProvider }));
    const port = await serve((_, response) => response.end('fine'));
    expect([(await send(port)).body, (await send(port)).body]).toEqual(['fine', 'fine']);
    expect(telemetry.problems).toHaveLength(1);
    expect(telemetry.problems[0]?.[0]).toContain('@telewright/channels/http failed');
  });

  it('at the end of a request does not reach the host', async () => {
    const telemetry = startTelemetry();
    const meterProvider = {
      getMeter() {
        throw new Error('broken meter');
      },
    };
    listening(listenToHttpServer({ meterProvider }));
    const port = await serve((_, response) => response.end('fine'));
    expect([(await send(port)).body, (await send(port)).body]).toEqual(['fine', 'fine']);
    await telemetry.ended(SpanKind.SERVER, 2);
    expect(telemetry.problems).toHaveLength(1);
  });
});

describe('the context of a request', () => {
  it('has nothing of what was active when the server was started', async () => {
    const telemetry = startTelemetry();
    listening(listenToHttpServer());
    const startup = trace.getTracer('app').startSpan('startup');
    const port = await context.with(trace.setSpan(context.active(), startup), () => serve((_, response) => response.end()));
    await send(port);
    const [span] = await telemetry.ended(SpanKind.SERVER, 1);
    expect(span?.parentSpanContext).toBeUndefined();
  });

  it('does not leak to what is outside, nor to the next request of the connection', async () => {
    startTelemetry();
    listening(listenToHttpServer({ http: { ignoreIncomingPaths: ['/ignored'] } }));
    const seen: Record<string, unknown> = {};
    const look = (key: string) => {
      seen[key] = trace.getActiveSpan();
    };
    const ticking = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      if (request.url === '/ignored') look('ignored request');
      response.end();
    });
    server.on('connection', (socket) => socket.on('close', () => look('connection closed')));
    const timer = setInterval(() => {
      look('timer from outside');
      ticking.resolve();
    }, 1);
    cleanup(() => clearInterval(timer));
    const port = await listen(server);
    const answer = await sendRaw(
      port,
      'GET /traced HTTP/1.1\r\nHost: a\r\n\r\nGET /ignored HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    look('after the response');
    await ticking.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(answer.match(/200 OK/g)).toHaveLength(2);
    expect(seen).toEqual({
      'ignored request': undefined,
      'connection closed': undefined,
      'timer from outside': undefined,
      'after the response': undefined,
    });
  });
});
