import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { gauge, logs, traces } from './payloads.js';
import { postJson } from './post.js';

describe('startReceiver', () => {
  it('listens on a free port of the loopback interface', async () => {
    const [one, other] = await Promise.all([startReceiver(), startReceiver()]);
    expect(one.url).toBe(`http://127.0.0.1:${one.port}`);
    expect(other.port).not.toBe(one.port);
    await Promise.all([one.close(), other.close()]);
  });

  it('takes the port of one that was closed, and rejects one in use', async () => {
    const first = await startReceiver();
    await expect(startReceiver({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    const second = await startReceiver({ port: first.port });
    expect(second.port).toBe(first.port);
    await second.close();
  });

  it('listens on another host', async () => {
    const receiver = await startReceiver({ host: 'localhost' });
    expect((await postJson(receiver, '/v1/traces', traces('a'))).status).toBe(200);
    await receiver.close();
  });
});

describe('a receiver', () => {
  it('keeps all signals in order of arrival', async () => {
    const receiver = await startReceiver();
    await postJson(receiver, '/v1/traces', traces('a', 'b'));
    await postJson(receiver, '/v1/metrics', gauge('m', 1));
    await postJson(receiver, '/v1/logs', logs('x'));
    await postJson(receiver, '/v1/traces', traces('c'));
    await postJson(receiver, '/v1/metrics', gauge('m', 2));
    expect(receiver.spans.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(receiver.logs.map(({ body }) => body)).toEqual(['x']);
    expect(receiver.metrics.map(({ points }) => points)).toMatchObject([[{ value: 1 }], [{ value: 2 }]]);
    expect(receiver.requests.map(({ signal }) => signal)).toEqual(['traces', 'metrics', 'logs', 'traces', 'metrics']);
    await receiver.close();
  });

  it('empties the lists that were handed out when it is reset', async () => {
    const receiver = await startReceiver();
    const { spans, logs: records, metrics, requests } = receiver;
    await postJson(receiver, '/v1/traces', traces('a'));
    await postJson(receiver, '/v1/metrics', gauge('m', 1));
    await postJson(receiver, '/v1/logs', logs('x'));
    receiver.reset();
    expect([spans, records, metrics, requests]).toEqual([[], [], [], []]);
    await postJson(receiver, '/v1/traces', traces('b'));
    expect(spans.map(({ name }) => name)).toEqual(['b']);
    await receiver.close();
  });

  it('ends keep-alive connections when it is closed, and can be closed again', async () => {
    const receiver = await startReceiver();
    const agent = new Agent({ keepAlive: true });
    const request = httpRequest(`${receiver.url}/v1/traces`, { method: 'POST', agent }).end();
    const [response] = await once(request, 'response');
    const closed = once(response.socket, 'close');
    response.resume();
    await once(response, 'end');
    await Promise.all([receiver.close(), receiver.close(), closed]);
    await expect(postJson(receiver, '/v1/traces', traces('a'))).rejects.toThrow('fetch failed');
    expect(receiver.requests).toHaveLength(1);
    agent.destroy();
  });

  it('closes at the end of an await using block', async () => {
    let url = '';
    {
      await using receiver = await startReceiver();
      url = receiver.url;
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
