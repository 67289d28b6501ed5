import { propagation, SpanKind } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { withRpcClientSpan, withRpcServerSpan } from '../src/rpc-span.js';
import { recordSpans } from './recorded-spans.js';

const spans = recordSpans();
const echo = { 'rpc.system.name': 'jsonrpc', 'rpc.method': 'EchoService/Echo' } as const;

describe('withRpcClientSpan and withRpcServerSpan', () => {
  it('are named by the method, and the server’s is a child of the client’s', async () => {
    const carrier = {};
    await withRpcClientSpan(echo, { carrier }, () =>
      Promise.resolve().then(() => withRpcServerSpan({ ...echo, 'server.port': 8080 }, { carrier }, () => undefined)),
    );
    const [server, client] = spans();
    expect(client).toMatchObject({ name: 'EchoService/Echo', kind: SpanKind.CLIENT, attributes: echo });
    expect(server).toMatchObject({ name: 'EchoService/Echo', kind: SpanKind.SERVER, attributes: { ...echo, 'server.port': 8080 } });
    expect(server?.parentSpanContext).toEqual({ ...client?.spanContext(), isRemote: true });
  });

  it('are named by the system where the method is not known', () => {
    withRpcServerSpan({ ...echo, 'rpc.method': '_OTHER', 'rpc.method_original': 'EchoService/Nope' }, () => undefined);
    expect(spans()).toMatchObject([{ name: 'jsonrpc', attributes: { 'rpc.method': '_OTHER' } }]);
  });

  it('carry the baggage', () => {
    const seen = withRpcServerSpan(echo, { carrier: { baggage: 'tenant=acme' } }, () => propagation.getActiveBaggage()?.getEntry('tenant'));
    expect(seen?.value).toBe('acme');
  });
});
