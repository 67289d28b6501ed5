import { type IncomingHttpHeaders, request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { closedAddress, loopbackServer } from './loopback-server.ts';
import { instrumentHttp, recordTelemetry } from './recorded-telemetry.ts';
import { listeningApp } from './test-app.ts';

const telemetry = recordTelemetry();
instrumentHttp();

describe('a distributed trace through the proxy', () => {
  it('reaches the upstream with one traceparent, that of the CLIENT span of the proxy', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const upstream = await loopbackServer((incoming, response) => {
      seen.push(incoming.headers);
      response.end('ok');
    });
    const { url } = await listeningApp({ PROXY_UPSTREAM: upstream });
    await fetch(`${url}/forwarded`);

    const ofPath = (name: string): ReturnType<typeof telemetry.spans> =>
      telemetry.spans().filter((span) => span.name === name && span.attributes['path'] === '/forwarded');
    await vi.waitUntil(() => ofPath('server').length === 2, { timeout: 10_000 });
    const [caller, outgoing] = ofPath('client');
    const atProxy = ofPath('server').find((span) => span.parentSpanContext?.spanId === caller?.spanContext().spanId);
    const atUpstream = ofPath('server').find((span) => span !== atProxy);
    const { traceId } = caller?.spanContext() ?? {};

    expect(seen[0]?.['traceparent']).toBe(`00-${traceId}-${outgoing?.spanContext().spanId}-01`);
    expect(atProxy?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
    expect(outgoing?.parentSpanContext?.spanId).toBe(atProxy?.spanContext().spanId);
    expect(atUpstream?.parentSpanContext?.spanId).toBe(outgoing?.spanContext().spanId);
  });

  it('carries tracestate and baggage once', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const upstream = await loopbackServer((incoming, response) => {
      seen.push(incoming.headers);
      response.end('ok');
    });
    const { app } = await listeningApp({ PROXY_UPSTREAM: upstream });
    const { port } = app.server.address() as { port: number };
    const headers = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'vendor=1', baggage: 'tenant=t1' };
    await new Promise((resolve) => request({ port, headers, path: '/x', agent: false }, resolve).end());
    expect(seen[0]).toMatchObject({ tracestate: 'vendor=1', baggage: 'tenant=t1' });
    expect(seen[0]?.['traceparent']).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
  });

  it('makes one trace of a synthetic request and its call to the upstream', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const upstream = await loopbackServer((incoming, response) => {
      seen.push(incoming.headers);
      response.end('{}');
    });
    const { url } = await listeningApp({ PROXY_UPSTREAM: upstream });
    const user = { region: 'DE', timezone: 'UTC', device: 'x', networkType: 'wired', latencyMs: 0, callUpstream: true };
    const response = await fetch(`${url}/api/trace/synthetic/1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(user),
    });
    const { traceId } = (await response.json()) as { traceId: string };
    const work = telemetry.spans().find(({ name }) => name === 'synthetic work');
    const call = telemetry.spans().find(({ attributes }) => attributes['path'] === '/api/host');
    expect(work?.spanContext().traceId).toBe(traceId);
    expect(call?.parentSpanContext?.spanId).toBe(work?.spanContext().spanId);
    expect(seen[0]?.['traceparent']).toBe(`00-${traceId}-${call?.spanContext().spanId}-01`);
  });

  it('counts the requests that the upstream did not answer, by kind of error', async () => {
    const { url } = await listeningApp({ PROXY_UPSTREAM: await closedAddress() });
    await fetch(`${url}/x`);
    expect(await telemetry.points('proxy.forward.failed')).toEqual([
      { unit: '{request}', attributes: { 'error.type': 'ECONNREFUSED' }, value: 1 },
    ]);
  });
});
