import { createServer } from 'node:http';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { Pool, fetch as packageFetch, request as undiciRequest } from 'undici';
import { describe, expect, it } from 'vitest';
import { listenToChannels } from '../src/channels.js';
import { listenToUndici } from '../src/undici.js';
import { VERSION } from '../src/version.js';
import { listen, serve } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

const clients: [string, (url: string, init?: { method?: string; headers?: Record<string, string> }) => Promise<string>][] = [
  ['fetch of Node', async (url, init) => (await fetch(url, init)).text()],
  ['fetch of the package', async (url, init) => (await packageFetch(url, init)).text()],
  ['request of the package', async (url, init) => (await undiciRequest(url, init as never)).body.text()],
];
const echoHeaders = () => serve((request, response) => response.end(JSON.stringify(request.headers)));

describe.each(clients)('%s', (_, call) => {
  it('has a CLIENT span with the attributes of the conventions, and one measurement', async () => {
    const telemetry = startTelemetry();
    listening(listenToChannels());
    const port = await echoHeaders();
    const body = await call(`http://127.0.0.1:${port}/orders/17?sort=up&sig=secret`);
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span).toMatchObject({
      name: 'GET',
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@telewright/channels/undici', version: VERSION },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.full': `http://127.0.0.1:${port}/orders/17?sort=up&sig=REDACTED`,
      'server.address': '127.0.0.1',
      'server.port': port,
      'network.peer.address': '127.0.0.1',
      'network.peer.port': port,
      'network.protocol.version': '1.1',
    });
    expect(JSON.parse(body).traceparent).toBe(`00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-01`);
    const metric = await telemetry.histogram('http.client.request.duration');
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes, value.count])).toEqual([
      [
        {
          'http.request.method': 'GET',
          'server.address': '127.0.0.1',
          'server.port': port,
          'http.response.status_code': 200,
          'network.protocol.version': '1.1',
        },
        1,
      ],
    ]);
    expect(telemetry.spans().filter(({ kind }) => kind === SpanKind.CLIENT)).toHaveLength(1);
  });

  it('replaces a trace header that the caller forwards', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await echoHeaders();
    const body = await call(`http://127.0.0.1:${port}`, {
      headers: { traceparent: '00-11111111111111111111111111111111-2222222222222222-01' },
    });
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(JSON.parse(body).traceparent).toBe(`00-${span?.spanContext().traceId}-${span?.spanContext().spanId}-01`);
  });

  it('fails with a status from 400', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((_, response) => response.writeHead(404).end());
    await call(`http://127.0.0.1:${port}`);
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['error.type']).toBe('404');
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
  });

  it('fails with the code of the error when the connection is refused or broken', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const server = createServer((_, response) => response.destroy());
    const port = await listen(server);
    await expect(call(`http://127.0.0.1:${port}`)).rejects.toThrow();
    await new Promise((resolve) => server.close(resolve));
    await expect(call(`http://127.0.0.1:${port}`)).rejects.toThrow();
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual(['UND_ERR_SOCKET', 'ECONNREFUSED']);
  });

  it('is not traced where tracing is suppressed', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await echoHeaders();
    const body = await context.with(suppressTracing(context.active()), () => call(`http://127.0.0.1:${port}`));
    expect(JSON.parse(body)).not.toHaveProperty('traceparent');
    expect(telemetry.spans()).toEqual([]);
  });

  it('is a child of its caller, also with 100 at a time', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((_, response) => setImmediate(() => response.end()));
    const parents = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const parent = trace.getTracer('app').startSpan('parent');
        await context.with(trace.setSpan(context.active(), parent), async () => {
          await call(`http://127.0.0.1:${port}`);
          expect(trace.getActiveSpan()).toBe(parent);
        });
        return parent.spanContext().spanId;
      }),
    );
    const spans = await telemetry.ended(SpanKind.CLIENT, 100);
    expect(spans.map((span) => span.parentSpanContext?.spanId).sort()).toEqual(parents.sort());
  });
});

describe('undici', () => {
  it('keeps the parent of requests that wait for a connection of a pool', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((request, response) => setImmediate(() => response.end(request.headers['traceparent'])));
    const dispatcher = new Pool(`http://127.0.0.1:${port}`, { connections: 1 });
    cleanup(() => dispatcher.destroy());
    const pairs = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const parent = trace.getTracer('app').startSpan('parent');
        const sent = await context.with(trace.setSpan(context.active(), parent), async () => {
          const url = `http://127.0.0.1:${port}/`;
          return i % 2 ? (await packageFetch(url, { dispatcher })).text() : (await undiciRequest(url, { dispatcher })).body.text();
        });
        return [parent.spanContext().traceId, sent.slice(3, 35)];
      }),
    );
    await telemetry.ended(SpanKind.CLIENT, 20);
    for (const [traceId, sent] of pairs) expect(sent).toBe(traceId);
  });

  it('captures the headers on the list, and never a credential', async () => {
    const telemetry = startTelemetry();
    listening(
      listenToUndici({
        http: { client: { captureRequestHeaders: ['X-A', 'authorization'], captureResponseHeaders: ['x-kind', 'x-none'] } },
      }),
    );
    const port = await serve((_, response) => response.writeHead(200, { 'x-kind': ['a', 'b'] }).end());
    const headers = { 'x-a': '1', authorization: 'secret' };
    await (await fetch(`http://127.0.0.1:${port}`, { headers })).text();
    await (await packageFetch(`http://127.0.0.1:${port}`, { headers })).text();
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    for (const { attributes } of spans) {
      expect(attributes).toMatchObject({ 'http.request.header.x-a': ['1'], 'http.response.header.x-kind': ['a', 'b'] });
      expect(JSON.stringify(attributes)).not.toContain('secret');
    }
  });

  it('ends the span of a response whose body the caller gives up', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((_, response) => response.writeHead(200).write('part'));
    const controller = new AbortController();
    await fetch(`http://127.0.0.1:${port}`, { signal: controller.signal });
    controller.abort();
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200, 'error.type': 'AbortError' });
    expect(telemetry.spans()).toHaveLength(1);
  });

  it('lets a WebSocket carry the context without a span', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const server = createServer();
    const seen = new Promise<string | undefined>((resolve) => {
      server.on('upgrade', (request, socket) => {
        resolve(request.headers['traceparent'] as string | undefined);
        socket.destroy();
      });
    });
    const port = await listen(server);
    const parent = trace.getTracer('app').startSpan('parent');
    const socket = context.with(trace.setSpan(context.active(), parent), () => new WebSocket(`ws://127.0.0.1:${port}`));
    const failed = new Promise((resolve) => socket.addEventListener('error', resolve));
    expect((await seen)?.slice(3, 35)).toBe(parent.spanContext().traceId);
    await failed;
    expect(telemetry.spans()).toEqual([]);
  });

  it('does not double when two listen', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    listening(listenToUndici());
    const port = await echoHeaders();
    await (await fetch(`http://127.0.0.1:${port}`)).text();
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect([telemetry.started(), telemetry.spans().length]).toEqual([1, 1]);
    expect((await telemetry.histogram('http.client.request.duration'))?.dataPoints[0]?.value.count).toBe(1);
  });
});

describe('the rarer forms of a request of fetch', () => {
  it('a redirect is two requests, and the credentials of its target are redacted', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new?token=secret' });
      response.end();
    });
    await (await fetch(`http://127.0.0.1:${port}/old`)).text();
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    expect(spans.map(({ attributes }) => [attributes['url.full'], attributes['http.response.status_code']])).toEqual([
      [`http://127.0.0.1:${port}/old`, 302],
      [`http://127.0.0.1:${port}/new?token=REDACTED`, 200],
    ]);
  });

  it('one that the caller gives up before the response fails with the class of the error', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const leaving = new AbortController();
    const port = await serve(() => leaving.abort());
    await expect(fetch(`http://127.0.0.1:${port}/slow`, { signal: leaving.signal })).rejects.toThrow('abort');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['error.type']).toBe('AbortError');
    expect(span?.attributes).not.toHaveProperty('http.response.status_code');
  });

  it('a streamed body is sent and measured to its end', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((request, response) => void request.pipe(response));
    const { readable, writable } = new TransformStream<Uint8Array>();
    const writer = writable.getWriter();
    void writer.write(Buffer.from('first '));
    const response = await fetch(`http://127.0.0.1:${port}/echo`, { method: 'POST', body: readable, duplex: 'half' } as RequestInit);
    expect(telemetry.spans()).toHaveLength(0);
    void writer.write(Buffer.from('second'));
    void writer.close();
    expect(await response.text()).toBe('first second');
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.name).toBe('POST');
  });

  it('an unknown method does not become a name', async () => {
    const telemetry = startTelemetry();
    listening(listenToUndici());
    const port = await serve((_, response) => response.end());
    await (await fetch(`http://127.0.0.1:${port}`, { method: 'PROPFIND' })).text();
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.name).toBe('HTTP');
    expect(span?.attributes).toMatchObject({ 'http.request.method': '_OTHER', 'http.request.method_original': 'PROPFIND' });
  });
});
