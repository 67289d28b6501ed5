import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../encode.js';
import { gauge, logs, toProtobuf, traces } from '../payloads.js';
import { post, postJson } from '../post.js';

const LIMIT = 10_000;
const JSON_HEADERS = { 'content-type': 'application/json' };
const PROTOBUF_HEADERS = { 'content-type': 'application/x-protobuf' };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver({ maxBodyBytes: LIMIT });
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

describe('an export that is taken', () => {
  it('is answered in protobuf when it came in protobuf', async () => {
    const answer = await post(receiver, '/v1/traces', toProtobuf('Trace', traces('a')), PROTOBUF_HEADERS);
    expect([answer.status, answer.headers.get('content-type'), answer.bytes.length]).toEqual([200, 'application/x-protobuf', 0]);
  });

  it('is answered in JSON when it came in JSON, whatever the parameters and case of its type', async () => {
    const answer = await post(receiver, '/v1/logs', JSON.stringify(logs('a')), { 'content-type': 'Application/JSON; charset=utf-8' });
    expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([200, 'application/json', '{}']);
  });

  it('is described with its sizes and items', async () => {
    const body = JSON.stringify(gauge('g', 1, 2, 3));
    const zipped = gzipSync(body);
    await post(receiver, '/v1/metrics?tenant=a', zipped, { ...JSON_HEADERS, 'content-encoding': 'GZIP', 'x-tenant': 't1' });
    expect(receiver.requests).toEqual([
      {
        method: 'POST',
        path: '/v1/metrics',
        signal: 'metrics',
        headers: expect.objectContaining({ 'x-tenant': 't1', 'content-type': 'application/json' }),
        contentType: 'application/json',
        contentEncoding: 'gzip',
        wireBytes: zipped.length,
        bodyBytes: body.length,
        itemCount: 3,
        refusal: undefined,
        status: 200,
      },
    ]);
    expect(receiver.metrics.map(({ name }) => name)).toEqual(['g']);
  });

  it('may say that it is not encoded', async () => {
    expect((await post(receiver, '/v1/logs', JSON.stringify(logs('a')), { ...JSON_HEADERS, 'content-encoding': 'identity' })).status).toBe(
      200,
    );
  });

  it('may come in chunks that split it anywhere', async () => {
    const bytes = toProtobuf('Trace', traces('chunked'));
    const request = httpRequest(`${receiver.url}/v1/traces`, { method: 'POST', headers: PROTOBUF_HEADERS });
    for (const byte of bytes) request.write(Uint8Array.of(byte));
    request.end();
    const [response] = await once(request, 'response');
    response.resume();
    expect(receiver.spans.map(({ name }) => name)).toEqual(['chunked']);
    expect(receiver.requests[0]?.headers['transfer-encoding']).toBe('chunked');
  });

  it('may be as long as the limit', async () => {
    const body = JSON.stringify(traces('a')).padEnd(LIMIT, ' ');
    expect((await post(receiver, '/v1/traces', body)).status).toBe(200);
    expect((await post(receiver, '/v1/traces', gzipSync(body), { ...JSON_HEADERS, 'content-encoding': 'gzip' })).status).toBe(200);
  });
});

describe('an export that is refused', () => {
  const half = gzipSync(JSON.stringify(traces('a'))).subarray(0, -9);
  it.each([
    ['garbage as protobuf', '/v1/traces', 'garbage', PROTOBUF_HEADERS, 400, 3],
    ['garbage as JSON', '/v1/traces', 'garbage', JSON_HEADERS, 400, 3],
    ['garbage as gzip', '/v1/traces', 'garbage', { ...JSON_HEADERS, 'content-encoding': 'gzip' }, 400, 3],
    ['half a gzip', '/v1/traces', half, { ...JSON_HEADERS, 'content-encoding': 'gzip' }, 400, 3],
    ['an unknown path', '/v1/traces/', '{}', JSON_HEADERS, 404, 5],
    ['another content type', '/v1/traces', '{}', { 'content-type': 'text/plain' }, 415, 3],
    ['another content encoding', '/v1/traces', '{}', { ...JSON_HEADERS, 'content-encoding': 'br' }, 415, 3],
    ['a body over the limit', '/v1/traces', Buffer.alloc(LIMIT + 1), JSON_HEADERS, 413, 8],
    [
      'a body that inflates over the limit',
      '/v1/traces',
      gzipSync(Buffer.alloc(1e7)),
      { ...PROTOBUF_HEADERS, 'content-encoding': 'gzip' },
      413,
      8,
    ],
  ])('is answered for %s', async (_name, path, body, headers, status, code) => {
    const answer = await post(receiver, path, body, headers);
    const refusal = receiver.requests[0]?.refusal;
    const contentType = headers['content-type'] === 'application/x-protobuf' ? 'application/x-protobuf' : 'application/json';
    const reason = contentType === 'application/json' ? JSON.parse(answer.text) : decode('RpcStatus', answer.bytes);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, contentType]);
    expect(reason).toEqual({ code, message: refusal });
    expect(receiver.requests).toMatchObject([{ status, itemCount: 0 }]);
    expect(receiver.spans).toEqual([]);
  });

  it('says which method is allowed', async () => {
    const response = await fetch(`${receiver.url}/v1/logs`);
    expect([response.status, response.headers.get('allow'), await response.json()]).toEqual([
      405,
      'POST',
      { code: 12, message: 'method GET is not allowed: expected POST' },
    ]);
  });

  it('needs a content type', async () => {
    const body = new Blob(['{}']);
    const response = await fetch(`${receiver.url}/v1/logs`, { method: 'POST', body });
    expect(response.status).toBe(415);
  });

  it('does not end the connection', async () => {
    const socket = connect(receiver.port, '127.0.0.1');
    const ask = (body: string): boolean =>
      socket.write(
        `POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    ask('x'.repeat(LIMIT + 1));
    await receiver.waitFor(({ requests }) => requests[0]);
    ask(JSON.stringify(traces('after')));
    await receiver.waitFor(({ spans }) => spans[0]);
    expect(receiver.requests.map(({ status }) => status)).toEqual([413, 200]);
    socket.destroy();
  });
});

describe('a client that misbehaves', () => {
  it('is noted when it leaves half way', async () => {
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write('POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half');
    await once(socket, 'connect');
    socket.end();
    await receiver.waitFor(({ requests }) => requests[0]);
    expect(receiver.requests).toMatchObject([
      { path: '/v1/traces', status: 0, itemCount: 0, refusal: expect.stringContaining('the body did not end') },
    ]);
  });

  it('that speaks no HTTP harms nobody', async () => {
    const socket = connect(receiver.port, '127.0.0.1');
    socket.on('error', () => {}).write(Buffer.alloc(100, 0xff));
    socket.resume();
    await once(socket, 'close');
    expect((await postJson(receiver, '/v1/traces', traces('after'))).status).toBe(200);
    expect(receiver.requests).toHaveLength(1);
  });

  it('that is slow holds up no one else', async () => {
    const slow = connect(receiver.port, '127.0.0.1');
    slow.write('POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{');
    await once(slow, 'connect');
    await postJson(receiver, '/v1/traces', traces('fast'));
    slow.write('}');
    await receiver.waitFor(({ requests }) => requests.length === 2);
    expect(receiver.requests.map(({ bodyBytes }) => bodyBytes)).toEqual([JSON.stringify(traces('fast')).length, 2]);
    slow.destroy();
  });
});
