import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { createHostReader } from '@telewright/host-metrics';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHostServer } from '../src/server.ts';

let url: string;
let lines: Record<string, unknown>[];

beforeEach(async () => {
  lines = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const server = createHostServer(createHostReader(), pino(stream)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => void server.close();
});

describe('createHostServer', () => {
  it('says that it is well', async () => {
    const response = await fetch(`${url}/api/health?verbose=1`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', uptimeSeconds: expect.any(Number) });
  });

  it('gives the current state of the host', async () => {
    const response = await fetch(`${url}/api/host`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ platform: process.platform, cpu: { logicalCount: expect.any(Number) } });
  });

  it('refuses other methods and paths', async () => {
    const post = await fetch(`${url}/api/host`, { method: 'POST', body: '{}' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const statuses = await Promise.all(['/', '/api/hosts', '/constructor'].map(async (path) => (await fetch(url + path)).status));
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${url}/api/health`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('logs one line for each request', async () => {
    await fetch(`${url}/api/health`);
    await fetch(`${url}/nowhere`);
    expect(lines.map(({ method, path, status, msg }) => [method, path, status, msg])).toEqual([
      ['GET', '/api/health', 200, 'request'],
      ['GET', '/nowhere', 404, 'request'],
    ]);
  });
});
