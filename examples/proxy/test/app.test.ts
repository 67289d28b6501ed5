import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { delivery, pushPayload, secret } from './github-delivery.ts';
import { recordTelemetry } from './recorded-telemetry.ts';
import { testApp } from './test-app.ts';

const telemetry = recordTelemetry();

describe('buildApp', () => {
  it('welcomes with its name, version and links', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    const response = await testApp().app.inject('/');
    expect([response.statusCode, response.json()]).toEqual([
      200,
      {
        service: 'proxy',
        version,
        links: { health: 'GET /api/health', webhook: 'POST /api/webhook/gitops', synthetic: 'POST /api/trace/synthetic/{id}' },
      },
    ]);
  });

  it('answers 404 as JSON to what it does not know', async () => {
    const response = await testApp().app.inject('/nothing');
    expect([response.statusCode, response.json().message]).toEqual([404, 'Route GET:/nothing not found']);
  });

  it('logs at the configured level', async () => {
    const { app, lines } = testApp({ LOG_LEVEL: 'error' });
    await app.inject('/');
    expect(lines).toEqual([]);
  });

  it('redacts the values of secret headers in its log', () => {
    const { app, lines } = testApp();
    const headers = { authorization: 'hunter2', cookie: 'hunter2', 'x-hub-signature-256': 'hunter2', accept: '*/*' };
    app.log.info({ headers, response: { headers: { 'set-cookie': ['hunter2'] } } }, 'headers');
    app.log.info({ request: { headers } }, 'request');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[0]?.['headers']).toEqual({
      authorization: '[Redacted]',
      cookie: '[Redacted]',
      'x-hub-signature-256': '[Redacted]',
      accept: '*/*',
    });
  });

  it('counts webhook deliveries by event and outcome, with few values of each', async () => {
    const { app } = testApp({ PROXY_WEBHOOK_SECRET: secret, PROXY_WEBHOOK_MAX_BYTES: '200' });
    await app.inject(delivery('ping', {}));
    await app.inject(delivery('ping', {}));
    await app.inject(delivery('whatever', {}));
    await app.inject(delivery('push', {}));
    await app.inject(delivery('push', pushPayload(), { 'x-hub-signature-256': '' }));
    await app.inject(delivery('push', 'x'.repeat(201)));
    const points = await telemetry.points('proxy.webhook.received');
    expect(points.map(({ unit, attributes, value }) => [unit, ...Object.values(attributes), value])).toEqual([
      ['{event}', 'ping', 'ignored', 2],
      ['{event}', 'other', 'ignored', 1],
      ['{event}', 'push', 'invalid', 1],
      ['{event}', 'push', 'unauthorized', 1],
      ['{event}', 'push', 'too_large', 1],
    ]);
  });
});
