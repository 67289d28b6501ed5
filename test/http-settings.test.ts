import { inspect } from 'node:util';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const run = async (paths: readonly string[], environment: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await runApp(['--require', '@telewright/node/register', 'http-client-and-server.mjs', ...paths], {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    ...environment,
  }).ended;
  expect([code, stdout]).toEqual([0, '']);
  return stderr;
};
const seen = (): string[] =>
  receiver.spans
    .map(({ kind, attributes }) => `${kind} ${String(attributes['url.full'] ?? attributes['url.path']).replace(/^http:\/\/[^/]+/, '')}`)
    .sort();

describe('the settings of HTTP', () => {
  it('leave health checks and the exports of the SDK untraced by default, and what calls them traced', async () => {
    await run(['/healthz', '/metrics', '/orders/1']);
    expect(seen()).toEqual([
      ...['/healthz', '/healthz', '/metrics', '/metrics', '/orders/1', '/orders/1'].map((path) => `CLIENT ${path}`),
      'SERVER /orders/1',
      'SERVER /orders/1',
    ]);
  });

  it('come from the environment: what is ignored, recorded, redacted and believed', async () => {
    const stderr = await run(['/internal/a', '/health?sig=s&pin=p'], {
      TELEWRIGHT_IGNORE_PATHS: '/internal/*',
      TELEWRIGHT_IGNORE_OUTGOING_URLS: '*/internal/a',
      TELEWRIGHT_REDACTED_QUERY_PARAMETERS: 'pin',
      TELEWRIGHT_TRUST_FORWARDED_HEADERS: 'true',
      OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: 'X-Tenant,Authorization',
      OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS: 'x-kind',
      OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS: 'x-tenant',
      OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS: 'x-kind,set-cookie',
      OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS: 'POST',
    });
    const recorded = { 'http.request.header.x-tenant': ['acme'], 'http.response.header.x-kind': ['test'] };
    expect(seen()).toEqual([...Array(2).fill('CLIENT /health?sig=REDACTED&pin=REDACTED'), ...Array(2).fill('SERVER /health')]);
    for (const { kind, name, attributes } of receiver.spans) {
      expect(name).toBe('HTTP');
      expect(attributes).toMatchObject({ ...recorded, 'http.request.method': '_OTHER', 'http.request.method_original': 'GET' });
      if (kind === 'SERVER') expect(attributes).toMatchObject({ 'url.query': 'sig=REDACTED&pin=REDACTED', 'url.scheme': 'https' });
    }
    expect(inspect(receiver.spans, { depth: 9 })).not.toContain('secret');
    for (const name of ['authorization', 'set-cookie'])
      expect(stderr.match(new RegExp(`header ${name} carries credentials`, 'g'))).toHaveLength(1);
  });

  it('ignore nothing with none', async () => {
    await run(['/health'], { TELEWRIGHT_IGNORE_PATHS: 'none' });
    expect(seen()).toEqual(['CLIENT /health', 'CLIENT /health', 'SERVER /health', 'SERVER /health']);
  });
});
