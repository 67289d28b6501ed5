import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { describe, expect, it } from 'vitest';
import { listenToNet } from '../src/net.js';
import { send, serve, serveTls, tls } from './servers.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

async function listen(server: Server, address: { port: number; host: string } | { path: string }): Promise<void> {
  await new Promise<void>((resolve) => server.listen(address, resolve));
  cleanup(() => new Promise((resolve) => server.close(resolve)));
}

describe('a connection of node:net', () => {
  it('has a span until it is there, a child of what is active', async () => {
    const telemetry = startTelemetry();
    listening(listenToNet());
    const server = createServer((socket) => socket.end());
    await listen(server, { port: 0, host: '127.0.0.1' });
    const { port } = server.address() as { port: number };
    const parent = trace.getTracer('app').startSpan('request');
    const socket = context.with(trace.setSpan(context.active(), parent), () => connect(port, 'localhost'));
    await once(socket, 'connect');
    const [span] = await telemetry.ended(SpanKind.INTERNAL, 1);
    expect(span?.name).toBe('tcp.connect');
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(span?.attributes).toEqual({
      'network.transport': 'tcp',
      'network.peer.address': '127.0.0.1',
      'network.peer.port': port,
      'network.local.address': '127.0.0.1',
      'network.local.port': socket.localPort,
      'server.address': 'localhost',
      'server.port': port,
    });
    for (const event of ['lookup', 'connect', 'close']) expect(socket.listeners(event).map(({ name }) => name)).not.toContain('onConnect');
    socket.destroy();
    expect(telemetry.problems).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('can be one of processes', async () => {
    const telemetry = startTelemetry();
    listening(listenToNet());
    const folder = mkdtempSync(join(tmpdir(), 'telewright-net-'));
    cleanup(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'socket');
    await listen(
      createServer((socket) => socket.end()),
      { path },
    );
    const socket = connect(path);
    await once(socket, 'connect');
    socket.destroy();
    connect(`${path}-missing`).on('error', () => {});
    const spans = await telemetry.ended(SpanKind.INTERNAL, 2);
    expect(spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['ipc.connect', { 'network.transport': 'unix' }],
      ['ipc.connect', { 'network.transport': 'unix', 'network.peer.address': `${path}-missing`, 'error.type': 'ENOENT' }],
    ]);
  });

  it('fails when it is refused, when the name is unknown, and when the caller gives up', async () => {
    const telemetry = startTelemetry();
    listening(listenToNet());
    await once(connect(1, '127.0.0.1'), 'error').catch(() => {});
    connect(1, '127.0.0.1').on('error', () => {});
    connect(1, 'unknown.invalid').on('error', () => {});
    const spans = await telemetry.ended(SpanKind.INTERNAL, 3);
    expect(spans.map(({ attributes }) => attributes['error.type']).sort()).toEqual(['ECONNREFUSED', 'ECONNREFUSED', 'ENOTFOUND']);
    expect(spans.every(({ status }) => status.code === SpanStatusCode.ERROR)).toBe(true);
    const refused = spans.find(({ attributes }) => attributes['error.type'] === 'ECONNREFUSED');
    expect(refused?.attributes).toMatchObject({ 'network.peer.address': '127.0.0.1', 'network.peer.port': 1 });
    expect(spans.find(({ attributes }) => attributes['error.type'] === 'ENOTFOUND')?.attributes['server.address']).toBe('unknown.invalid');
    connect(1, '127.0.0.1').destroy();
    const given = (await telemetry.ended(SpanKind.INTERNAL, 4))[3];
    expect(given?.attributes['error.type']).toBe('ECONNRESET');
  });

  it('is as uncaught when it fails as without us', async () => {
    startTelemetry();
    listening(listenToNet());
    const socket = connect(1, '127.0.0.1');
    expect(socket.listenerCount('error')).toBe(0);
    await once(socket, 'error');
  });

  it('is not traced where tracing is suppressed, and not doubled when two listen', async () => {
    const telemetry = startTelemetry();
    listening(listenToNet());
    listening(listenToNet());
    const port = await serve((_, response) => response.end());
    await context.with(suppressTracing(context.active()), () => send(port));
    await send(port);
    await telemetry.ended(SpanKind.INTERNAL, 1);
    expect(telemetry.started()).toBe(1);
  });
});

describe('a connection of node:tls', () => {
  it('has a span that contains the handshake', async () => {
    const telemetry = startTelemetry();
    listening(listenToNet());
    const port = await serveTls((_, response) => response.end());
    await new Promise<void>((resolve) =>
      httpsRequest({ host: 'localhost', port, ca: tls.cert, agent: false }, (response) => response.resume().on('end', resolve)).end(),
    );
    httpsRequest({ host: 'localhost', port, agent: false }).on('error', () => {});
    const spans = await telemetry.ended(SpanKind.INTERNAL, 2);
    expect(spans.map(({ name, attributes }) => [name, attributes['server.address'], attributes['error.type']])).toEqual([
      ['tls.connect', 'localhost', undefined],
      ['tls.connect', 'localhost', expect.stringMatching(/^[A-Z_]+$/)],
    ]);
  });
});
