import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { describe, expect, it } from 'vitest';
import { listenToIoredis } from '../src/ioredis.js';
import { listenToRedis } from '../src/node-redis.js';
import { VERSION } from '../src/version.js';
import { startRedis } from './redis-server.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

/** What both clients can do, under one name. */
interface Client {
  set(key: string, value: string): Promise<unknown>;
  get(key: string): Promise<unknown>;
  incr(key: string): Promise<unknown>;
  transaction(): Promise<unknown>;
  badTransaction(): Promise<unknown>;
  raw(command: string, ...args: string[]): Promise<unknown>;
}

async function connectIoredis(port: number, protocol: 2 | 3): Promise<Client> {
  const redis = new Redis({ host: '127.0.0.1', port, protocol, retryStrategy: null, lazyConnect: true, db: 2 });
  redis.on('error', () => {});
  cleanup(() => redis.disconnect());
  await redis.connect();
  return {
    set: (key, value) => redis.set(key, value),
    get: (key) => redis.get(key),
    incr: (key) => redis.incr(key),
    transaction: () => redis.multi().set('a', '1').get('a').exec(),
    badTransaction: () => redis.multi().set('a', '1').call('NOPE').exec(),
    raw: (command, ...args) => redis.call(command, ...args),
  };
}

async function connectNodeRedis(port: number, protocol: 2 | 3): Promise<Client> {
  const redis = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: false }, RESP: protocol, database: 2 });
  redis.on('error', () => {});
  cleanup(() => redis.destroy());
  await redis.connect();
  return {
    set: (key, value) => redis.set(key, value),
    get: (key) => redis.get(key),
    incr: (key) => redis.incr(key),
    transaction: () => redis.multi().set('a', '1').get('a').exec(),
    badTransaction: () => redis.multi().set('a', '1').addCommand(['NOPE']).exec(),
    raw: (command, ...args) => redis.sendCommand([command, ...args]),
  };
}

const clients = [
  ['ioredis', listenToIoredis, connectIoredis, '@telewright/channels/ioredis'],
  ['node-redis', listenToRedis, connectNodeRedis, '@telewright/channels/redis'],
] as const;

describe.each(clients)('%s', (_, listen, connect, scope) => {
  async function started(protocol: 2 | 3 = 2) {
    const telemetry = startTelemetry();
    listening(listen());
    const server = await startRedis();
    const client = await connect(server.port, protocol);
    return { telemetry, server, client };
  }

  it.each([2, 3] as const)('has a CLIENT span with the attributes of the conventions, with RESP%i', async (protocol) => {
    const { telemetry, server, client } = await started(protocol);
    await client.set('session:4711', 'secret');
    expect(await client.get('session:4711')).toBe('secret');
    const [set, get] = await telemetry.ended(SpanKind.CLIENT, 2);
    const common = { 'db.system.name': 'redis', 'db.namespace': '2', 'server.address': '127.0.0.1', 'server.port': server.port };
    expect(set).toMatchObject({ name: 'SET', kind: SpanKind.CLIENT, instrumentationScope: { name: scope, version: VERSION } });
    expect(set?.attributes).toEqual({ ...common, 'db.operation.name': 'SET', 'db.query.text': 'SET ? ?' });
    expect(get?.attributes).toEqual({ ...common, 'db.operation.name': 'GET', 'db.query.text': 'GET ?' });
    const metric = await telemetry.histogram('db.client.operation.duration');
    expect(metric?.descriptor.unit).toBe('s');
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes, value.count])).toEqual([
      [{ ...common, 'db.operation.name': 'SET' }, 1],
      [{ ...common, 'db.operation.name': 'GET' }, 1],
    ]);
    expect(telemetry.problems).toEqual([]);
  });

  it('fails with the code that the server gives, and the caller gets its error', async () => {
    const { telemetry, client } = await started();
    await client.set('text', 'abc');
    await expect(client.incr('text')).rejects.toThrow('ERR value is not an integer');
    const span = (await telemetry.ended(SpanKind.CLIENT, 2))[1];
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes).toMatchObject({ 'db.operation.name': 'INCR', 'error.type': 'ERR', 'db.response.status_code': 'ERR' });
    const metric = await telemetry.histogram('db.client.operation.duration');
    expect(metric?.dataPoints[1]?.attributes).toMatchObject({ 'error.type': 'ERR', 'db.response.status_code': 'ERR' });
  });

  it('fails without a status when the connection breaks', async () => {
    const { telemetry, server, client } = await started();
    server.hold();
    const pending = client.get('a');
    pending.catch(() => {});
    await expect
      .poll(() => server.commands.at(-1))
      .toEqual(['GET', 'a'].map((part, i) => (i === 0 ? expect.stringMatching(/^get$/i) : part)));
    server.breakConnections();
    await expect(pending).rejects.toThrow();
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes['error.type']).toEqual(expect.any(String));
    expect(span?.attributes).not.toHaveProperty('db.response.status_code');
  });

  it('is one span for a whole transaction', async () => {
    const { telemetry, client } = await started();
    await client.transaction();
    await client.badTransaction().catch(() => {});
    await client.get('after');
    const spans = await telemetry.ended(SpanKind.CLIENT, 3);
    expect(spans.map(({ name, attributes }) => [name, attributes['db.operation.batch.size'], attributes['error.type']])).toEqual([
      ['MULTI', 2, undefined],
      ['MULTI', 2, expect.stringMatching(/^(ERR|EXECABORT)$/)],
      ['GET', undefined, undefined],
    ]);
    expect(telemetry.started()).toBe(3);
  });

  it('never shows an argument', async () => {
    const { telemetry, client } = await started();
    await client.raw('EVAL', 'return secret', '1', 'secret', 'secret').catch(() => {});
    await client.raw('CONFIG', 'SET', 'requirepass', 'secret').catch(() => {});
    await client.raw('secret input').catch(() => {});
    const spans = await telemetry.ended(SpanKind.CLIENT, 3);
    expect(spans.map(({ name, attributes }) => [name, attributes['db.query.text']])).toEqual([
      ['EVAL', 'EVAL ? ? ? ?'],
      ['CONFIG', 'CONFIG ? ? ?'],
      ['redis', undefined],
    ]);
    expect(JSON.stringify(spans.map(({ name, attributes, events, status }) => [name, attributes, events, status]))).not.toContain('secret');
  });

  it('is a child of what is active, also with 100 at a time, and does not become active itself', async () => {
    const { telemetry, client } = await started();
    const tracer = trace.getTracer('app');
    const expected = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const span = tracer.startSpan(`parent ${i}`);
        await context.with(trace.setSpan(context.active(), span), async () => {
          await client.get(`key ${i}`);
          expect(trace.getActiveSpan()).toBe(span);
        });
        return span.spanContext().spanId;
      }),
    );
    const spans = await telemetry.ended(SpanKind.CLIENT, 100);
    expect(spans.map((span) => span.parentSpanContext?.spanId)).toEqual(expected);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('is not traced where tracing is suppressed, and not doubled when two listen', async () => {
    const { telemetry, client } = await started();
    await context.with(suppressTracing(context.active()), () => client.get('a'));
    listening(listen());
    await client.get('b');
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect(telemetry.started()).toBe(1);
    const metric = await telemetry.histogram('db.client.operation.duration');
    expect(metric?.dataPoints.map(({ value }) => value.count)).toEqual([1]);
  });

  it('goes on when the instrumentation fails, which is reported once', async () => {
    const telemetry = startTelemetry();
    const startSpan = () => {
      throw new Error('broken tracer');
    };
    listening(listen({ tracerProvider: { getTracer: () => ({ startSpan, startActiveSpan: startSpan }) } }));
    const client = await connect((await startRedis()).port, 2);
    await client.set('a', '1');
    expect(await client.get('a')).toBe('1');
    expect(telemetry.problems.map(([message]) => message)).toEqual([expect.stringContaining(`${scope} failed`)]);
  });
});

describe('connections', () => {
  it('of ioredis are set up without spans, but with them within a trace', async () => {
    const telemetry = startTelemetry();
    listening(listenToIoredis());
    const { port, commands } = await startRedis();
    const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true });
    cleanup(() => redis.disconnect());
    await redis.connect();
    expect(commands.length).toBeGreaterThan(1);
    expect(telemetry.started()).toBe(0);
    const late = new Redis({ host: '127.0.0.1', port, lazyConnect: true });
    cleanup(() => late.disconnect());
    const parent = trace.getTracer('app').startSpan('request');
    await context.with(trace.setSpan(context.active(), parent), () => late.connect());
    parent.end();
    const names = telemetry.spans().map((span) => [span.name, span.parentSpanContext?.spanId]);
    expect(names).toContainEqual(['INFO', parent.spanContext().spanId]);
  });

  it('of ioredis send each command of a pipeline with a span, those of node-redis have one for all', async () => {
    const telemetry = startTelemetry();
    listening(listenToIoredis());
    listening(listenToRedis());
    const { port } = await startRedis();
    const io = new Redis({ host: '127.0.0.1', port });
    cleanup(() => io.disconnect());
    await io.ping();
    await io.pipeline().set('a', '1').get('a').exec();
    const node = createClient({ socket: { host: '127.0.0.1', port } });
    cleanup(() => node.destroy());
    await node.connect();
    await node.multi().set('a', '1').get('a').execAsPipeline();
    const spans = await telemetry.ended(SpanKind.CLIENT, 4);
    expect(spans.map(({ name }) => name)).toEqual(['PING', 'SET', 'GET', 'PIPELINE']);
    expect(spans[3]?.attributes['db.operation.batch.size']).toBe(2);
  });
});
