import { Agent } from 'node:http';
import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import express from 'express';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { listenToChannels } from '../src/channels.js';
import { instrumentationNames } from '../src/instrumentation-names.js';
import type { ChannelsOptions } from '../src/options.js';
import { VERSION } from '../src/version.js';
import { send, serve } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

async function kindsWith(options: ChannelsOptions): Promise<string[]> {
  const telemetry = startTelemetry();
  listening(listenToChannels(options));
  const app = express();
  app.get('/r/:id', (_, response) => void response.end());
  const port = await serve(app);
  await send(port, { path: '/r/1' });
  await (await fetch(`http://127.0.0.1:${port}/r/2`)).text();
  return telemetry
    .spans()
    .map((span) => `${SpanKind[span.kind]} ${span.name} ${span.instrumentationScope.name.split('/').at(-1)}`)
    .sort();
}

describe('listenToChannels', () => {
  it('starts all instrumentations', async () => {
    expect(instrumentationNames).toEqual([
      'http',
      'http2',
      'undici',
      'express',
      'fastify',
      'h3',
      'graphql',
      'ai',
      'ioredis',
      'redis',
      'mysql2',
    ]);
    expect(await kindsWith({})).toEqual(['CLIENT GET http', 'CLIENT GET undici', 'SERVER GET /r/:id http', 'SERVER GET /r/:id http']);
  });

  it.each<[ChannelsOptions['enabled'], string[]]>([
    [['http'], ['CLIENT GET http', 'SERVER GET http', 'SERVER GET http']],
    [['undici'], ['CLIENT GET undici']],
    [['express', 'fastify'], []],
    [[], []],
  ])('starts only %j when told to', async (enabled, kinds) => {
    expect(await kindsWith({ enabled: enabled ?? [] })).toEqual(kinds);
  });

  it('doubles nothing when it is called twice, and goes on when one of both ends', async () => {
    const telemetry = startTelemetry();
    const first = listenToChannels();
    listening(listenToChannels());
    const port = await serve((_, response) => response.end());
    await send(port);
    await (await fetch(`http://127.0.0.1:${port}`)).text();
    await telemetry.ended(SpanKind.SERVER, 2);
    expect([telemetry.started(), telemetry.spans().length]).toEqual([4, 4]);
    first();
    first();
    await send(port);
    await telemetry.ended(SpanKind.SERVER, 3);
    expect([telemetry.started(), telemetry.spans().length]).toEqual([6, 6]);
  });

  it('does nothing after it has ended', async () => {
    const telemetry = startTelemetry();
    listenToChannels()();
    const port = await serve((_, response) => response.end());
    await send(port);
    await (await fetch(`http://127.0.0.1:${port}`)).text();
    expect(telemetry.spans()).toEqual([]);
  });

  it('uses the providers that are passed, without any global one', async () => {
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    cleanup(() => context.disable());
    listening(listenToChannels({ tracerProvider }));
    await send(await serve((_, response) => response.end()));
    expect(
      exporter
        .getFinishedSpans()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual([SpanKind.SERVER, SpanKind.CLIENT]);
  });

  it('does no harm where there is no SDK at all', async () => {
    listening(listenToChannels());
    const port = await serve((_, response) => response.end('fine'));
    expect((await send(port)).body).toBe('fine');
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('fine');
  });

  it('gives each of 400 concurrent requests on kept connections its own trace', async () => {
    const telemetry = startTelemetry();
    listening(listenToChannels());
    const agent = new Agent({ keepAlive: true, maxSockets: 40 });
    cleanup(() => agent.destroy());
    const inner = await serve((request, response) => setImmediate(() => response.end(request.url)));
    const app = express();
    app.get('/outer/:id', async (request, response) => {
      await new Promise((resolve) => setImmediate(resolve));
      const { body } = await send(inner, { path: `/inner/${request.params['id']}`, agent });
      const viaFetch = await (await fetch(`http://127.0.0.1:${inner}/inner/${request.params['id']}`)).text();
      response.send(`${trace.getActiveSpan()?.spanContext().traceId} ${body} ${viaFetch}`);
    });
    const outer = await serve(app);
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, i) => {
        const root = trace.getTracer('app').startSpan('root');
        const { body } = await context.with(trace.setSpan(context.active(), root), () => send(outer, { path: `/outer/${i}`, agent }));
        return { body, expected: `${root.spanContext().traceId} /inner/${i} /inner/${i}` };
      }),
    );
    expect(trace.getActiveSpan()).toBeUndefined();
    for (const { body, expected } of answers) expect(body).toBe(expected);
    const servers = await telemetry.ended(SpanKind.SERVER, 1200);
    const clients = new Map((await telemetry.ended(SpanKind.CLIENT, 1200)).map((span) => [span.spanContext().spanId, span]));
    const outerServers = new Map(servers.filter(({ name }) => name === 'GET /outer/:id').map((span) => [span.spanContext().spanId, span]));
    expect(outerServers.size).toBe(400);
    for (const server of servers) {
      const client = clients.get(server.parentSpanContext?.spanId ?? '');
      expect(client?.attributes['url.full']).toMatch(new RegExp(`${server.attributes['url.path']}$`));
      if (outerServers.has(server.spanContext().spanId)) continue;
      const caller = outerServers.get(client?.parentSpanContext?.spanId ?? '');
      expect(String(caller?.attributes['url.path']).replace('outer', 'inner')).toBe(server.attributes['url.path']);
    }
  });
});

describe('the scope', () => {
  it('carries the version of the package', () => {
    expect(VERSION).toBe(manifest.version);
  });
});
