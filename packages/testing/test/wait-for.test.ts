import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gauge, logs, traces } from './payloads.js';
import { post, postJson } from './post.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

describe('waitFor', () => {
  it('gives what is there already, 0 and empty text included', async () => {
    expect(await receiver.waitFor(() => 0, { timeoutMillis: 0 })).toBe(0);
    expect(await receiver.waitFor(() => '', { timeoutMillis: 0 })).toBe('');
  });

  it('waits through undefined, null and false', async () => {
    const found = receiver.waitFor(({ spans }) => [undefined, null, false, spans.map(({ name }) => name)][spans.length]);
    for (const name of ['a', 'b', 'c']) await postJson(receiver, '/v1/traces', traces(name));
    expect(await found).toEqual(['a', 'b', 'c']);
  });

  it('reads once at the start and once after each request', async () => {
    let reads = 0;
    const found = receiver.waitFor(({ requests }) => {
      reads++;
      return requests.length === 2;
    });
    await postJson(receiver, '/v1/traces', traces('a'));
    await post(receiver, '/v1/traces', 'refused');
    await found;
    expect(reads).toBe(3);
  });

  it('says what was waited for and what has arrived', async () => {
    await postJson(receiver, '/v1/traces', traces('GET /', 'GET /'));
    await postJson(receiver, '/v1/logs', logs('ready'));
    await postJson(receiver, '/v1/metrics', gauge('queue.size', 1));
    await post(receiver, '/v1/none', '{}');
    await expect(receiver.waitFor(({ spans }) => spans[5], { timeoutMillis: 10, description: 'a sixth span' })).rejects.toThrow(
      new Error(
        'Waited 10 ms for a sixth span. Arrived: 2 spans (GET /); 1 log record (ready); 1 metric (queue.size); 4 requests ' +
          '(POST /v1/traces 200, POST /v1/logs 200, POST /v1/metrics 200, ' +
          'POST /v1/none 404: no such path: /v1/none; expected one of /v1/traces, /v1/metrics, /v1/logs).',
      ),
    );
  });

  it('names no more than twenty different items', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    await postJson(receiver, '/v1/traces', traces(...names));
    await expect(receiver.waitFor(() => false, { timeoutMillis: 10 })).rejects.toThrow(`30 spans (${names.slice(0, 20).join(', ')}, ...)`);
  });

  it('rejects with what the function throws', async () => {
    const found = receiver.waitFor(({ spans }) => {
      if (spans.length > 0) throw new Error('not this one');
    });
    const rejected = expect(found).rejects.toThrow('not this one');
    await postJson(receiver, '/v1/traces', traces('a'));
    await rejected;
  });

  it('rejects when the receiver is closed', async () => {
    const rejected = expect(receiver.waitFor(({ spans }) => spans[0], { description: 'a span' })).rejects.toThrow(
      'The receiver was closed while waiting for a span. Arrived: 0 spans; 0 log records; 0 metrics; 0 requests.',
    );
    await receiver.close();
    await rejected;
  });

  it('serves many at a time', async () => {
    const found = Array.from({ length: 50 }, () => receiver.waitFor(({ spans }) => spans[0]?.name));
    await postJson(receiver, '/v1/traces', traces('a'));
    expect(new Set(await Promise.all(found))).toEqual(new Set(['a']));
  });
});
