import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../encode.js';
import { gauge, logs, toProtobuf, traces } from '../payloads.js';
import { post, postJson } from '../post.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

describe('respondWith', () => {
  it('refuses with a status and headers, and stores nothing', async () => {
    receiver.respondWith({ status: 503, headers: { 'Retry-After': '7' } });
    const answer = await postJson(receiver, '/v1/traces', traces('a'));
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([503, '7', 'application/json']);
    expect(JSON.parse(answer.text)).toEqual({ code: 14, message: 'refused on purpose by respondWith()' });
    expect(receiver.requests).toMatchObject([{ status: 503, itemCount: 1, refusal: undefined }]);
    expect(receiver.spans).toEqual([]);
  });

  it('returns to normal with undefined, and with reset()', async () => {
    receiver.respondWith({ status: 500 });
    receiver.respondWith(undefined);
    expect((await postJson(receiver, '/v1/traces', traces('a'))).status).toBe(200);
    receiver.respondWith({ status: 500 });
    receiver.reset();
    expect((await postJson(receiver, '/v1/traces', traces('b'))).status).toBe(200);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['b']);
  });

  it('chooses by request, and leaves to the receiver what it does not choose', async () => {
    const seen: unknown[] = [];
    receiver.respondWith(async (request) => {
      seen.push([request.path, request.itemCount, 'status' in request]);
      return request.signal === 'logs' ? { status: 429 } : undefined;
    });
    expect((await postJson(receiver, '/v1/traces', traces('a', 'b'))).status).toBe(200);
    expect((await postJson(receiver, '/v1/logs', logs('c'))).status).toBe(429);
    expect((await postJson(receiver, '/v1/none', {})).status).toBe(404);
    expect(seen).toEqual([
      ['/v1/traces', 2, false],
      ['/v1/logs', 1, false],
      ['/v1/none', 0, false],
    ]);
    expect([receiver.spans.length, receiver.logs.length]).toEqual([2, 0]);
  });

  it("gives a body of one's own", async () => {
    receiver.respondWith({ status: 202, headers: { 'Content-Type': 'text/plain' }, body: 'thanks' });
    const answer = await postJson(receiver, '/v1/traces', traces('a'));
    expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([202, 'text/plain', 'thanks']);
    expect(receiver.spans).toHaveLength(1);
  });

  it('tells of a partial success in the content type and by the signal of the request', async () => {
    receiver.respondWith({ partialSuccess: { rejected: 3, message: 'too old' } });
    const text = async (path: string, payload: object): Promise<unknown> => JSON.parse((await postJson(receiver, path, payload)).text);
    expect(await text('/v1/traces', traces('a'))).toEqual({ partialSuccess: { rejectedSpans: '3', errorMessage: 'too old' } });
    expect(await text('/v1/logs', logs('a'))).toEqual({ partialSuccess: { rejectedLogRecords: '3', errorMessage: 'too old' } });
    expect(await text('/v1/metrics', gauge('a', 1))).toEqual({ partialSuccess: { rejectedDataPoints: '3', errorMessage: 'too old' } });
    const { bytes } = await post(receiver, '/v1/traces', toProtobuf('Trace', traces('a')), { 'content-type': 'application/x-protobuf' });
    expect(decode('ExportTraceServiceResponse', bytes)).toEqual({ partialSuccess: { rejectedSpans: '3', errorMessage: 'too old' } });
    expect(receiver.spans).toHaveLength(2);
  });

  it('answers late, and stores when it does', async () => {
    receiver.respondWith({ delayMillis: 20 });
    expect((await postJson(receiver, '/v1/traces', traces('late'))).status).toBe(200);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['late']);
  });

  it('stores nothing when the client left before the answer', async () => {
    const leaving = new AbortController();
    const { promise: chosen, resolve } = Promise.withResolvers<void>();
    receiver.respondWith(() => {
      resolve();
      return { delayMillis: 60_000 };
    });
    const sent = fetch(`${receiver.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(traces('a')),
      signal: leaving.signal,
    });
    await chosen;
    leaving.abort();
    await expect(sent).rejects.toThrow();
    expect(await receiver.waitFor(({ requests }) => requests[0])).toMatchObject({ status: 0 });
    expect(receiver.spans).toEqual([]);
  });

  it('resets the connection', async () => {
    receiver.respondWith({ reset: true });
    const request = httpRequest(`${receiver.url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    request.end(JSON.stringify(traces('a')));
    const [error] = await once(request, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(receiver.requests).toMatchObject([{ status: 0, itemCount: 1 }]);
    expect(receiver.spans).toEqual([]);
  });

  it('hangs until the receiver is closed', async () => {
    receiver.respondWith({ hang: true });
    const sent = postJson(receiver, '/v1/traces', traces('a'));
    sent.catch(() => undefined);
    expect(await receiver.waitFor(({ requests }) => requests[0])).toMatchObject({ status: 0, itemCount: 1 });
    await receiver.close();
    await expect(sent).rejects.toThrow('fetch failed');
    expect(receiver.spans).toEqual([]);
  });

  it.each([
    [
      'throws',
      (): never => {
        throw new Error('oops');
      },
      'respondWith() failed: oops',
    ],
    ['gives no valid answer', () => ({ status: 42 }), 'respondWith() failed: Invalid status code: 42'],
  ])('answers 500 when its function %s', async (_name, choose, message) => {
    receiver.respondWith(choose);
    const answer = await postJson(receiver, '/v1/traces', traces('a'));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([500, { code: 13, message }]);
    expect(receiver.spans).toEqual([]);
  });
});
