import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

type Headers = Readonly<Record<string, string>>;

/** Sends requests with these header lines, one after the other, and gives what each passed on by both clients. */
async function passOn(requests: readonly (readonly string[])[], propagators?: string): Promise<{ http: Headers; fetch: Headers }[]> {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...(propagators && { OTEL_PROPAGATORS: propagators }) };
  const app = runApp(['--require', '@telewright/node/register', 'propagation.mjs'], environment);
  const port = Number((await app.said(/port (\d+)/))[1]);
  const answers: string[] = [];
  for (const lines of requests) answers.push(await send(port, '/', lines));
  await send(port, '/stop', []);
  const { code, stderr } = await app.ended;
  expect([code, stderr.includes('ERROR') ? stderr : '']).toEqual([0, '']);
  return answers.map((answer) => JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)));
}

function send(port: number, path: string, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(Buffer.from([`GET ${path} HTTP/1.1`, 'host: a', 'connection: close', ...lines, '', ''].join('\r\n'), 'latin1'));
  return text(socket);
}

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const spanIdOf = (kind: string, scope: string): string | undefined =>
  receiver.spans.find((span) => span.kind === kind && span.scope.name.endsWith(scope) && span.traceId === traceId)?.spanId;

describe('OTEL_PROPAGATORS', () => {
  it('passes W3C Trace Context and baggage on by default', async () => {
    const [sent] = await passOn([
      [`traceparent: 00-${traceId}-${parentId}-01`, 'tracestate: a=1,b=2', 'baggage: user=42;secret, tenant=a%20b'],
    ]);
    const rest = { tracestate: 'a=1,b=2', baggage: 'user=42;secret,tenant=a%20b' };
    expect(sent).toEqual({
      http: { traceparent: `00-${traceId}-${spanIdOf('CLIENT', 'http')}-01`, ...rest },
      fetch: { traceparent: `00-${traceId}-${spanIdOf('CLIENT', 'undici')}-01`, ...rest },
    });
    const [entry] = receiver.spans.filter(({ parentSpanId }) => parentSpanId === parentId);
    expect([entry?.kind, entry?.traceId]).toEqual(['SERVER', traceId]);
  });

  it('passes B3 on in one header', async () => {
    const [sent] = await passOn([[`b3: ${traceId}-${parentId}-1`, `traceparent: 00-${'1'.repeat(32)}-${parentId}-01`]], 'b3');
    expect(sent).toEqual({
      http: { b3: `${traceId}-${spanIdOf('CLIENT', 'http')}-1` },
      fetch: { b3: `${traceId}-${spanIdOf('CLIENT', 'undici')}-1` },
    });
  });

  it('passes B3 on in several headers', async () => {
    const [sent] = await passOn([[`X-B3-TraceId: ${traceId}`, `X-B3-SpanId: ${parentId}`, 'X-B3-Sampled: 1']], 'b3multi');
    const headers = (scope: string): Headers => ({
      'x-b3-traceid': traceId,
      'x-b3-spanid': spanIdOf('CLIENT', scope) as string,
      'x-b3-sampled': '1',
    });
    expect(sent).toEqual({ http: headers('http'), fetch: headers('undici') });
  });

  it('takes nothing in and sends nothing out with none', async () => {
    expect(await passOn([[`traceparent: 00-${traceId}-${parentId}-01`]], 'none')).toEqual([{ http: {}, fetch: {} }]);
    expect(receiver.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });
});

describe('hostile headers', () => {
  const hostile: readonly (readonly [string, readonly string[]])[] = [
    ['an oversized traceparent', [`traceparent: 00-${traceId}-${parentId}-01${'0'.repeat(100_000)}`]],
    ['a malformed traceparent', ['traceparent: 00-zz-zz-zz']],
    ['a traceparent of a forbidden version', [`traceparent: ff-${traceId}-${parentId}-01`]],
    ['an all-zero trace id', [`traceparent: 00-${'0'.repeat(32)}-${parentId}-01`]],
    ['a traceparent given twice', [`traceparent: 00-${traceId}-${parentId}-01`, `traceparent: 00-${traceId}-${parentId}-01`]],
    ['bytes that are no text', ['traceparent: \x80\xff', 'tracestate: \xfe=\xff', 'baggage: \xff=\x80,%zz=%']],
    ['names of prototypes', ['baggage: __proto__=a,constructor=b,toString=c']],
    ['an oversized tracestate', [`traceparent: 00-${traceId}-${parentId}-01`, `tracestate: a=${'x'.repeat(100_000)}`]],
    ['10,000 entries of baggage', [`baggage: ${Array.from({ length: 10_000 }, (_, index) => `k${index}=v`).join(',')}`]],
    ['an oversized entry of baggage', [`baggage: a=${'x'.repeat(100_000)},b=1`]],
    ['baggage in 900 headers', Array.from({ length: 900 }, (_, index) => `baggage: k${index}=v`)],
  ];

  it('are bounded, and every request is served and traced', async () => {
    const sent = await passOn(hostile.map(([, lines]) => lines));
    const outgoing = sent.flatMap(({ http, fetch }) => [http, fetch]);
    expect(outgoing).toHaveLength(2 * hostile.length);
    for (const { traceparent, tracestate = '', baggage = '' } of outgoing) {
      expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect([tracestate.length <= 512, baggage.length <= 8_192, baggage.split(',').length <= 180]).toEqual([true, true, true]);
    }
    const baggageOf = (name: string): string | undefined => sent[hostile.findIndex(([what]) => what === name)]?.http['baggage'];
    expect(baggageOf('10,000 entries of baggage')?.split(',')).toHaveLength(180);
    expect(baggageOf('an oversized entry of baggage')).toBe('b=1');

    const inherited = hostile.filter((_, index) => sent[index]?.http['traceparent']?.includes(traceId)).map(([what]) => what);
    expect(inherited).toEqual(['an oversized tracestate']);
    expect(receiver.spans.filter(({ kind }) => kind === 'SERVER')).toHaveLength(3 * (hostile.length + 1));
  });
});
