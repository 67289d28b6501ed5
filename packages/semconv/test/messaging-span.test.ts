import { diag, propagation, SpanKind, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type MessagingAttributes, messageLinks, withMessagingSpan } from '../src/messaging-span.js';
import { withSpan } from '../src/with-span.js';
import { recordSpans } from './recorded-spans.js';

const spans = recordSpans();
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SENT = { traceId: TRACE_ID, spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true };
const sentHeaders = () => ({ traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` });

const base = { 'messaging.system.name': 'kafka', 'messaging.destination.name': 'orders' } as const;
const send = { ...base, 'messaging.operation.type': 'send', 'messaging.operation.name': 'publish' } as const;
const process = { ...base, 'messaging.operation.type': 'process', 'messaging.operation.name': 'process' } as const;
const contextOf = (index: number) => spans()[index]?.spanContext();

/** Takes a propagator that throws what a carrier throws; gives the errors that are reported. */
function withUnguardedPropagator(): unknown[] {
  propagation.disable();
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const errors: unknown[] = [];
  diag.setLogger({ error: (text) => void errors.push(text), warn() {}, info() {}, debug() {}, verbose() {} });
  onTestFinished(() => diag.disable());
  return errors;
}

describe('withMessagingSpan', () => {
  it.each([
    ['create', SpanKind.PRODUCER],
    ['send', SpanKind.PRODUCER],
    ['receive', SpanKind.CLIENT],
    ['process', SpanKind.CONSUMER],
    ['settle', SpanKind.CLIENT],
  ] as const)('gives a %s span the kind that the conventions give it', (type, kind) => {
    const attributes = { ...base, 'messaging.operation.type': type, 'messaging.operation.name': 'ack' } as const;
    withMessagingSpan(attributes, () => undefined);
    expect(spans()).toMatchObject([{ name: 'ack orders', kind, attributes, links: [] }]);
  });

  it.each<[string, Partial<MessagingAttributes>]>([
    ['process /customers/{id}', { 'messaging.destination.template': '/customers/{id}' }],
    ['process', { 'messaging.destination.temporary': true }],
    ['process', { 'messaging.destination.anonymous': true }],
    ['process broker:9092', { 'messaging.destination.name': undefined, 'server.address': 'broker', 'server.port': 9092 }],
  ])('is named %j by the conventions, without what is different each time', (name, attributes) => {
    withMessagingSpan({ ...process, ...attributes }, () => undefined);
    expect(spans()).toMatchObject([{ name }]);
  });
});

describe('a span that sends', () => {
  it('writes its context into the headers before the message is sent', () => {
    const headers: Record<string, string> = {};
    withMessagingSpan(send, { carriers: [headers] }, (span) => {
      const { traceId, spanId } = span.spanContext();
      expect(headers['traceparent']).toBe(`00-${traceId}-${spanId}-01`);
    });
    expect(spans()).toMatchObject([{ kind: SpanKind.PRODUCER, links: [] }]);
  });

  it('leaves a context that a message has, links to it, and is of the kind CLIENT where all have one', () => {
    const created = sentHeaders();
    const fresh = {};
    withMessagingSpan(send, { carriers: [created] }, () => undefined);
    withMessagingSpan(send, { carriers: [created, fresh] }, () => undefined);
    expect(created).toEqual(sentHeaders());
    expect(fresh).toHaveProperty('traceparent');
    expect(spans()).toMatchObject([
      { kind: SpanKind.CLIENT, links: [{ context: SENT }] },
      { kind: SpanKind.PRODUCER, links: [{ context: SENT }] },
    ]);
  });

  it('sends the message when its headers can not be written', () => {
    const errors = withUnguardedPropagator();
    expect(withMessagingSpan(send, { carriers: [Object.freeze({})] }, () => 'sent')).toBe('sent');
    expect(errors).toEqual(['@telewright/semconv: the context could not be written']);
  });
});

describe('a span that processes', () => {
  it('is a child of the span that sent a single message, and links to it', () => {
    withMessagingSpan(process, { carriers: [sentHeaders()] }, () => undefined);
    expect(spans()).toMatchObject([{ parentSpanContext: SENT, links: [{ context: SENT }] }]);
    expect(contextOf(0)?.traceId).toBe(TRACE_ID);
  });

  it('stays in the trace around it, and links to the span that sent the message', () => {
    withSpan('around', () => withMessagingSpan(process, { carriers: [sentHeaders()] }, () => undefined));
    expect(spans()).toMatchObject([
      { parentSpanContext: { spanId: contextOf(1)?.spanId }, links: [{ context: SENT }] },
      { name: 'around' },
    ]);
  });

  it('links to each message of a batch and begins a trace of its own', () => {
    const other = { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` };
    withMessagingSpan(process, { carriers: [sentHeaders(), {}, other] }, () => undefined);
    expect(spans()).toMatchObject([{ links: [{ context: SENT }, { context: { spanId: '00f067aa0ba902b7' } }] }]);
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
  });

  it('reads headers that are bytes or lists, as clients of Kafka and HTTP give them', () => {
    const { traceparent } = sentHeaders();
    expect(messageLinks([{ traceparent: Buffer.from(traceparent) }, { traceparent: [traceparent] }])).toEqual([
      { context: SENT },
      { context: SENT },
    ]);
  });

  it('survives headers that can not be read', () => {
    const errors = withUnguardedPropagator();
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('keep out');
        },
      },
    );
    expect(withMessagingSpan(process, { carriers: [hostile] }, () => 'processed')).toBe('processed');
    expect(new Set(errors)).toEqual(new Set(['@telewright/semconv: a context could not be read']));
  });
});

describe('a span that receives', () => {
  it('can link to messages once they are there', () => {
    const receive = { ...base, 'messaging.operation.type': 'receive', 'messaging.operation.name': 'poll' } as const;
    withMessagingSpan(receive, (span) => span.addLinks(messageLinks([sentHeaders()])));
    expect(spans()).toMatchObject([{ name: 'poll orders', links: [{ context: SENT }] }]);
    expect(trace.getActiveSpan()).toBeUndefined();
  });
});
