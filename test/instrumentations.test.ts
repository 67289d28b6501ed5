import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
const spans = (): string[] => receiver.spans.map(({ kind, name }) => `${kind} ${name}`).sort();
const environment = (more: Record<string, string> = {}) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...more });

describe('instrumentations that the app has not asked for by code', () => {
  it('hear databases, GraphQL and HTTP/2 as children of the request, through register', async () => {
    const { code, stdout } = await runApp(['--import', '@telewright/node/register', 'libraries.mjs'], environment()).ended;
    expect([code, stdout]).toEqual([0, '{"now":"now"}\n']);
    const server = receiver.spans.find(({ kind, name }) => kind === 'SERVER' && name === 'GET /users/:id');
    const children = receiver.spans.filter(({ parentSpanId }) => parentSpanId === server?.spanId);
    expect(children.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'CLIENT GET',
      'CLIENT PING',
      'CLIENT connect',
      'INTERNAL query',
    ]);
    expect(spans()).toEqual([
      ...['CLIENT GET', 'CLIENT GET', 'CLIENT PING', 'CLIENT connect'],
      ...['INTERNAL query', 'SERVER GET', 'SERVER GET /users/:id'],
    ]);
  });

  it('are those that listen only when named, then too, and never the exports of the SDK', async () => {
    const names = { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,net,child_process,dns' };
    const { code } = await runApp(['--require', '@telewright/node/register', 'connections.mjs'], environment(names)).ended;
    expect(code).toBe(0);
    expect(spans()).toEqual(['CLIENT GET', 'CLIENT node', 'INTERNAL tcp.connect', 'SERVER GET']);
    expect(receiver.metrics.map(({ name }) => name)).toContain('dns.lookup.duration');
  });

  it.each([
    ['is left to an instrumentation of gRPC', ['grpc'], []],
    ['has spans of HTTP without one', [], ['CLIENT POST', 'SERVER POST']],
  ])('a gRPC call %s', async (_, args, expected) => {
    const { code } = await runApp(['grpc.mjs', ...args], environment()).ended;
    expect(code).toBe(0);
    expect(spans()).toEqual(expected);
  });
});
