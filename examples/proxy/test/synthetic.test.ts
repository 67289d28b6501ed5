import { context, trace } from '@opentelemetry/api';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { closedAddress, loopbackServer } from './loopback-server.ts';
import { recordTelemetry } from './recorded-telemetry.ts';
import { type TestApp, testApp } from './test-app.ts';

const telemetry = recordTelemetry();
const user = { region: 'DE-BE', timezone: 'Europe/Berlin', device: 'SM-G920F', networkType: '4g', latencyMs: 0 };
const request = (payload: object, id = 'u-17'): InjectOptions => ({ method: 'POST', url: `/api/trace/synthetic/${id}`, payload });

/** Sends the request inside a span that stands for the SERVER span, and gives both. */
async function inServerSpan({ app }: TestApp, options: InjectOptions) {
  const span = trace.getTracer('test').startSpan('server');
  const response: LightMyRequestResponse = await context.with(trace.setSpan(context.active(), span), async () => await app.inject(options));
  span.end();
  const ofTrace = telemetry.spans().filter((one) => one.spanContext().traceId === span.spanContext().traceId);
  return { response, spans: Object.fromEntries(ofTrace.map((one) => [one.name, one])), traceId: span.spanContext().traceId };
}

describe('POST /api/trace/synthetic/:id', () => {
  it('sets what it knows of the user on the SERVER span, by the conventions, and answers with the trace id', async () => {
    const { response, spans, traceId } = await inServerSpan(testApp(), request(user));
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ id: 'u-17', traceId, latencyMs: 0 });
    expect(spans['server']?.attributes).toEqual({
      'user_agent.synthetic.type': 'test',
      'geo.country.iso_code': 'DE',
      'geo.region.iso_code': 'DE-BE',
      'device.model.identifier': 'SM-G920F',
      'network.connection.type': 'cell',
      'network.connection.subtype': 'lte',
      'synthetic.id': 'u-17',
      'synthetic.timezone': 'Europe/Berlin',
      'synthetic.latency_ms': 0,
    });
  });

  it('leaves out the region for a country and the subtype for a network without one', async () => {
    const { spans } = await inServerSpan(testApp(), request({ ...user, region: 'JP', networkType: 'wifi' }));
    const attributes = spans['server']?.attributes;
    expect(attributes?.['geo.country.iso_code']).toBe('JP');
    expect(attributes?.['network.connection.type']).toBe('wifi');
    expect(attributes).not.toHaveProperty('geo.region.iso_code');
    expect(attributes).not.toHaveProperty('network.connection.subtype');
  });

  it('does the simulated work in an INTERNAL span of its own and logs a line in it', async () => {
    const started = testApp();
    const { spans } = await inServerSpan(started, request(user));
    const work = spans['synthetic work'];
    expect(work?.kind).toBe(0);
    expect(work?.parentSpanContext?.spanId).toBe(spans['server']?.spanContext().spanId);
    expect(started.lines.filter(({ msg }) => msg === 'synthetic request simulated')).toMatchObject([{ level: 30, latencyMs: 0 }]);
  });

  it.each([
    ['wired', 0, 1],
    ['wifi', 0.5, 23],
    ['5g', 1, 40],
    ['4g', 0, 30],
    ['3g', 0, 80],
    ['2g', 0, 250],
  ])('takes the latency of %s from the range of that network', async (networkType, random, latencyMs) => {
    const { latencyMs: _, ...withoutLatency } = user;
    const { app } = testApp({}, () => random);
    const response = await app.inject(request({ ...withoutLatency, networkType }));
    expect(response.json().latencyMs).toBe(latencyMs);
  });

  it.each([
    [{ ...user, region: 'Berlin' }, 'body/region must match pattern "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"'],
    [{ ...user, timezone: 'Mars/Olympus' }, 'body/timezone must be an IANA time zone'],
    [{ ...user, device: '<script>' }, 'body/device must match pattern "^[A-Za-z0-9][A-Za-z0-9 ,._/()+-]{0,63}$"'],
    [{ ...user, networkType: 'pigeon' }, 'body/networkType must be equal to one of the allowed values'],
    [{ ...user, latencyMs: 5_001 }, 'body/latencyMs must be <= 5000'],
    [{ ...user, latencyMs: -1 }, 'body/latencyMs must be >= 0'],
    [{ region: 'DE' }, "body must have required property 'timezone'"],
    [[], 'body must be object'],
  ])('answers 400 to %j and says why', async (payload, message) => {
    const response = await testApp().app.inject(request(payload));
    expect([response.statusCode, response.json().message]).toEqual([400, message]);
  });

  it('answers 400 to a wrong id and to a body that is not JSON', async () => {
    const { app } = testApp();
    expect((await app.inject(request(user, 'a%20b'))).statusCode).toBe(400);
    const headers = { 'content-type': 'application/json' };
    expect((await app.inject({ ...request(user), headers, payload: '{' })).statusCode).toBe(400);
  });

  it('calls the upstream only when it is asked to, below its base path', async () => {
    const seen: (string | undefined)[] = [];
    const upstream = await loopbackServer((incoming, response) => {
      seen.push(`${incoming.method} ${incoming.url}`);
      response.end('{"host":"a"}');
    });
    const { app } = testApp({ PROXY_UPSTREAM: `${upstream}/base/` });
    expect((await app.inject(request(user))).json()).toEqual({ id: 'u-17', traceId: null, latencyMs: 0 });
    expect((await app.inject(request({ ...user, callUpstream: true }))).json()).toEqual({
      id: 'u-17',
      traceId: null,
      latencyMs: 0,
      upstream: { statusCode: 200 },
    });
    expect(seen).toEqual(['GET /base/api/host']);
  });

  it('answers 502 when the upstream is down and marks the span', async () => {
    const started = testApp({ PROXY_UPSTREAM: await closedAddress() });
    const { response, spans } = await inServerSpan(started, request({ ...user, callUpstream: true }));
    expect([response.statusCode, response.json().upstream]).toEqual([502, { error: 'ECONNREFUSED' }]);
    expect(spans['synthetic work']?.status).toEqual({ code: 2, message: 'the upstream did not answer' });
    expect(spans['synthetic work']?.attributes).toEqual({ 'error.type': 'ECONNREFUSED' });
  });

  it('answers 504 when the upstream does not answer in time', async () => {
    const upstream = await loopbackServer(() => undefined);
    const { app } = testApp({ PROXY_UPSTREAM: upstream, PROXY_UPSTREAM_TIMEOUT_MS: '20' });
    const response = await app.inject(request({ ...user, callUpstream: true }));
    expect([response.statusCode, response.json().upstream]).toEqual([504, { error: 'TimeoutError' }]);
  });

  it('records the duration by network and kind of error', async () => {
    const points = await telemetry.points('proxy.synthetic.request.duration');
    const kinds = points.map(({ unit, attributes }) => JSON.stringify([unit, attributes]));
    expect(kinds.sort()).toEqual(
      [
        ['s', { 'network.connection.type': 'cell' }],
        ['s', { 'network.connection.type': 'cell', 'error.type': 'ECONNREFUSED' }],
        ['s', { 'network.connection.type': 'cell', 'error.type': 'TimeoutError' }],
        ['s', { 'network.connection.type': 'wifi' }],
        ['s', { 'network.connection.type': 'wired' }],
      ]
        .map((kind) => JSON.stringify(kind))
        .sort(),
    );
  });
});
