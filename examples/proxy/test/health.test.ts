import { describe, expect, it } from 'vitest';
import { closedAddress, loopbackServer } from './loopback-server.ts';
import { recordTelemetry } from './recorded-telemetry.ts';
import { testApp } from './test-app.ts';

const telemetry = recordTelemetry();

async function health(environment: Record<string, string>): Promise<[number, unknown]> {
  const response = await testApp(environment).app.inject('/api/health');
  return [response.statusCode, response.json()];
}

describe('GET /api/health', () => {
  it('checks no dependency when none is configured', async () => {
    expect(await health({})).toEqual([200, { status: 'ok', dependencies: [] }]);
  });

  it.each([200, 302, 500])(
    'tells that a dependency is reachable that answers %i, without showing credentials and query',
    async (statusCode) => {
      let authorization: string | undefined;
      const address = await loopbackServer((request, response) => {
        authorization = request.headers.authorization;
        response.writeHead(statusCode, { location: 'http://127.0.0.1:1/' }).end('body');
      });
      const url = address.replace('//', '//us%40er:hunter2@');
      expect(await health({ PROXY_HEALTH_URL: `${url}/live?token=hunter2#x` })).toEqual([
        200,
        { status: 'ok', dependencies: [{ url: `${address}/live`, status: 'reachable', statusCode, durationMs: expect.any(Number) }] },
      ]);
      expect(authorization).toBe(`Basic ${Buffer.from('us@er:hunter2').toString('base64')}`);
    },
  );

  it('stays ok when the dependency refuses the connection', async () => {
    const address = await closedAddress();
    expect(await health({ PROXY_HEALTH_URL: address })).toEqual([
      200,
      {
        status: 'ok',
        dependencies: [{ url: `${address}/`, status: 'unreachable', error: 'ECONNREFUSED', durationMs: expect.any(Number) }],
      },
    ]);
  });

  it('stays ok and does not hang when the dependency never answers', async () => {
    const address = await loopbackServer(() => undefined);
    expect(await health({ PROXY_HEALTH_URL: address, PROXY_HEALTH_TIMEOUT_MS: '20' })).toEqual([
      200,
      {
        status: 'ok',
        dependencies: [{ url: `${address}/`, status: 'unreachable', error: 'TimeoutError', durationMs: expect.any(Number) }],
      },
    ]);
  });

  it('does not wait for a body that never ends', async () => {
    const address = await loopbackServer((_, response) => response.write('first'));
    const [, body] = await health({ PROXY_HEALTH_URL: address, PROXY_HEALTH_TIMEOUT_MS: '1000' });
    expect(body).toMatchObject({ dependencies: [{ status: 'reachable', statusCode: 200 }] });
  });

  it('records how long the checks took, by their result', async () => {
    const points = await telemetry.points('proxy.health.check.duration');
    expect(points.map(({ unit, attributes, value }) => [unit, attributes, (value as { count: number }).count])).toEqual([
      ['s', { 'proxy.health.status': 'reachable' }, 4],
      ['s', { 'proxy.health.status': 'unreachable' }, 2],
    ]);
  });
});
