import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../src/receiver.js';

const traces = readFileSync(new URL('fixtures/traces.pb', import.meta.url));
const protobuf = { 'content-type': 'application/x-protobuf' };
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver({ maxBodyBytes: 10_000 });
});
afterEach(() => receiver.close());

const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = protobuf): Promise<Response> =>
  fetch(`${receiver.url}${path}`, { method: 'POST', body, headers });

describe('startReceiver', () => {
  it('accepts the three signals in protobuf and JSON, plain and gzip', async () => {
    for (const signal of ['traces', 'metrics', 'logs']) {
      for (const [extension, contentType] of [
        ['pb', 'application/x-protobuf'],
        ['json', 'application/json'],
      ]) {
        const body = readFileSync(new URL(`fixtures/${signal}.${extension}`, import.meta.url));
        const plain = await post(`/v1/${signal}?x=1`, body, { 'content-type': `${contentType}` });
        expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
          200,
          contentType,
          extension === 'pb' ? '' : '{}',
        ]);
        const zipped = await post(`/v1/${signal}`, gzipSync(body), { 'content-type': `${contentType}`, 'content-encoding': 'gzip' });
        expect(zipped.status).toBe(200);
      }
    }
    expect([receiver.spans.length, receiver.logs.length, receiver.metrics.length]).toEqual([8, 4, 20]);
    expect(receiver.requests[1]).toMatchObject({ signal: 'traces', bodyBytes: 445, itemCount: 2, status: 200 });
    expect(receiver.requests[1]?.wireBytes).toBeLessThan(445);
  });

  it.each([
    ['an unknown path', 404, () => post('/v1/profiles', '')],
    ['another method', 405, () => fetch(`${receiver.url}/v1/traces`)],
    ['another media type', 415, () => post('/v1/traces', '', { 'content-type': 'text/plain' })],
    ['another encoding', 415, () => post('/v1/traces', '', { ...protobuf, 'content-encoding': 'br' })],
    ['a body that is not protobuf', 400, () => post('/v1/traces', Buffer.from([0xff, 0xff, 0xff]))],
    ['a body that is not JSON', 400, () => post('/v1/traces', '{', { 'content-type': 'application/json' })],
    ['a body that is not gzip', 400, () => post('/v1/traces', traces, { ...protobuf, 'content-encoding': 'gzip' })],
    ['a body over the limit', 413, () => post('/v1/traces', Buffer.alloc(10_001))],
    [
      'a small body that unpacks to more than the limit',
      413,
      () => post('/v1/traces', gzipSync(Buffer.alloc(1_000_000)), { ...protobuf, 'content-encoding': 'gzip' }),
    ],
  ])('refuses %s with %i and goes on', async (_, status, send) => {
    expect((await send()).status).toBe(status);
    expect((await post('/v1/traces', traces)).status).toBe(200);
    expect(receiver.spans).toHaveLength(2);
  });

  it('says in an error answer what was wrong, in the format of the request', async () => {
    const response = await post('/v1/traces', '{"resourceSpans":1}', { 'content-type': 'application/json' });
    expect(await response.json()).toEqual({ message: 'the body is malformed: resourceSpans: expected a list of objects' });
  });

  it('survives a client that goes away in the middle of a body', async () => {
    const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1');
    await new Promise<void>((resolve) =>
      socket.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: 99\r\n\r\nabc', () =>
        resolve(),
      ),
    );
    socket.destroy();
    expect((await post('/v1/traces', traces)).status).toBe(200);
  });
});

describe('waitFor', () => {
  it('gives what arrives later', async () => {
    const span = receiver.waitFor(({ spans }) => spans.find(({ name }) => name === 'child'));
    await post('/v1/traces', traces);
    expect((await span).kind).toBe('CLIENT');
  });

  it('says what was waited for and what has arrived', async () => {
    await post('/v1/traces', traces);
    await expect(receiver.waitFor(() => false, { timeoutMillis: 1, description: 'a log record' })).rejects.toThrow(
      'a log record did not arrive within 1 ms; 2 spans, 0 log records and 0 metrics in 1 requests did',
    );
  });
});

describe('respondWith', () => {
  it('answers as told and keeps nothing that is not accepted', async () => {
    receiver.respondWith({ status: 503, headers: { 'retry-after': '1' }, body: 'busy' });
    const response = await post('/v1/traces', traces);
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '1', 'busy']);
    expect(receiver.spans).toHaveLength(0);
    expect(receiver.requests).toMatchObject([{ status: 503, itemCount: 2 }]);
    receiver.respondWith(undefined);
    expect((await post('/v1/traces', traces)).status).toBe(200);
  });

  it('can decide for each request, break the connection and never answer', async () => {
    receiver.respondWith(() => (receiver.requests.length === 0 ? { reset: true } : { hang: true }));
    await expect(post('/v1/traces', traces)).rejects.toThrow('fetch failed');
    const hanging = request(`${receiver.url}/v1/traces`, { method: 'POST', headers: protobuf });
    hanging.on('error', () => undefined).end(traces);
    await receiver.waitFor(({ requests }) => requests.length === 2);
    hanging.destroy();
    expect(receiver.spans).toHaveLength(0);
  });
});

describe('reset', () => {
  it('forgets what has been received', async () => {
    await post('/v1/traces', traces);
    receiver.reset();
    expect([receiver.spans, receiver.requests]).toEqual([[], []]);
  });
});
