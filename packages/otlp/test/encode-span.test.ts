import { createTraceState, type Link } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSpan, type SpanData } from '../src/encode-span.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { bareSpan, context } from './bare-span.js';
import { byKey, decode } from './decode.js';

const span = (overrides: Partial<SpanData> = {}): SpanData => ({ ...bareSpan, ...overrides });

const encoded = (...spans: SpanData[]) => {
  const writer = new ProtoWriter(16);
  for (const one of spans) encodeSpan(writer, one);
  return decode('ScopeSpans', writer.view()).spans;
};

describe('a span', () => {
  it('decodes with all it has', () => {
    const [decoded] = encoded(
      span({
        kind: 4,
        spanContext: () => ({ ...context, traceState: createTraceState('rojo=00f067aa0ba902b7,congo=t61rcWkgMzE') }),
        parentSpanContext: { ...context, spanId: '00f067aa0ba902b7', isRemote: true },
        status: { code: 2, message: 'no answer' },
        attributes: { 'http.request.method': 'GET', 'server.port': 8080 },
        droppedAttributesCount: 3,
        events: [
          { time: [1_700_000_000, 5], name: 'retry', attributes: { attempt: 2 }, droppedAttributesCount: 1 },
          { time: [1_700_000_000, 6], name: 'bare' },
        ],
        droppedEventsCount: 300,
        links: [
          {
            context: { ...context, traceFlags: 0, traceState: createTraceState('a=b') },
            attributes: { why: 'batch' },
            droppedAttributesCount: 4,
          },
          { context: { ...context, isRemote: true } },
        ] satisfies Link[],
        droppedLinksCount: 5,
      }),
    );
    const traceId = Buffer.from(context.traceId, 'hex');
    const spanId = Buffer.from(context.spanId, 'hex');
    expect(decoded).toEqual({
      traceId,
      spanId,
      traceState: 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
      parentSpanId: Buffer.from('00f067aa0ba902b7', 'hex'),
      flags: 0x301,
      name: 'GET /',
      kind: 5,
      startTimeUnixNano: '1700000000000000001',
      endTimeUnixNano: '1700000000999999999',
      attributes: [
        { key: 'http.request.method', value: { stringValue: 'GET' } },
        { key: 'server.port', value: { intValue: '8080' } },
      ],
      droppedAttributesCount: 3,
      events: [
        {
          timeUnixNano: '1700000000000000005',
          name: 'retry',
          attributes: [{ key: 'attempt', value: { intValue: '2' } }],
          droppedAttributesCount: 1,
        },
        { timeUnixNano: '1700000000000000006', name: 'bare' },
      ],
      droppedEventsCount: 300,
      links: [
        {
          traceId,
          spanId,
          traceState: 'a=b',
          attributes: [{ key: 'why', value: { stringValue: 'batch' } }],
          droppedAttributesCount: 4,
          flags: 0x100,
        },
        { traceId, spanId, flags: 0x301 },
      ],
      droppedLinksCount: 5,
      status: { code: 2, message: 'no answer' },
    });
  });

  it('leaves out what it does not have', () => {
    expect(encoded(span())).toEqual([
      {
        traceId: Buffer.from(context.traceId, 'hex'),
        spanId: Buffer.from(context.spanId, 'hex'),
        flags: 0x101,
        name: 'GET /',
        kind: 2,
        startTimeUnixNano: '1700000000000000001',
        endTimeUnixNano: '1700000000999999999',
      },
    ]);
  });

  it.each([
    [0, undefined, 0x100],
    [1, undefined, 0x101],
    [1, { ...context, isRemote: false }, 0x101],
    [1, { ...context, isRemote: true }, 0x301],
    [3, { ...context, isRemote: true }, 0x303],
  ])('has for trace flags %d and parent %j the flags %d', (traceFlags, parentSpanContext, flags) => {
    const parent = parentSpanContext ? { parentSpanContext } : {};
    expect(encoded(span({ spanContext: () => ({ ...context, traceFlags }), ...parent }))[0].flags).toBe(flags);
  });

  it('omits an id that is not hexadecimal or too short, and takes upper case', () => {
    const [decoded] = encoded(span({ spanContext: () => ({ traceId: 'ABCDEF00'.repeat(4), spanId: 'zzzzzzzzzzzzzzzz', traceFlags: 1 }) }));
    expect(decoded.traceId).toEqual(Buffer.from('ABCDEF00'.repeat(4), 'hex'));
    expect(decoded.spanId).toBeUndefined();
    expect(encoded(span({ spanContext: () => ({ ...context, traceId: 'abc' }) }))[0].traceId).toBeUndefined();
  });

  it('follows another in the same writer, whatever the lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 80 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 6 }), (items) => {
        const decoded = encoded(...items.map(([name, size]) => span({ name, attributes: { size: 'é'.repeat(size) } })));
        expect((decoded ?? []).map((one: { name?: string }) => one.name ?? '')).toEqual(items.map(([name]) => name));
        for (const [index, [, size]] of items.entries())
          expect(byKey(decoded[index].attributes)['size'].stringValue).toBe('é'.repeat(size));
      }),
      { numRuns: 60 },
    );
  });

  it('decodes with any number of events and links, any names, times and counts', () => {
    const count = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const time = fc.tuple(fc.integer({ min: 0, max: 18_446_744_072 }), fc.integer({ min: 0, max: 999_999_999 }));
    const event = fc.record({ time, name: fc.string({ unit: 'binary' }), droppedAttributesCount: count });
    const hex = (digits: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });
    const id = fc.record({ traceId: hex(32), spanId: hex(16), traceFlags: fc.integer({ min: 0, max: 255 }), isRemote: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(event),
        fc.array(id),
        fc.string({ unit: 'binary' }),
        time,
        count,
        (events, links, message, startTime, dropped) => {
          const [decoded] = encoded(
            span({
              events,
              links: links.map((link) => ({ context: link })),
              status: { code: 2, message },
              startTime,
              droppedLinksCount: dropped,
            }),
          );
          const nanos = ([seconds, nanoseconds]: [number, number]) => String(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds));
          // The decoder leaves zeros out.
          expect(decoded.startTimeUnixNano ?? '0').toBe(nanos(startTime));
          expect(decoded.droppedLinksCount ?? 0).toBe(dropped);
          expect(decoded.status.message ?? '').toBe(message.toWellFormed());
          expect(
            (decoded.events ?? []).map((one: { timeUnixNano?: string; name?: string; droppedAttributesCount?: number }) => [
              one.timeUnixNano ?? '0',
              one.name ?? '',
              one.droppedAttributesCount ?? 0,
            ]),
          ).toEqual(events.map((one) => [nanos(one.time), one.name.toWellFormed(), one.droppedAttributesCount]));
          expect(
            (decoded.links ?? []).map((one: { traceId: Buffer; spanId: Buffer; flags: number }) => [
              one.traceId.toString('hex'),
              one.spanId.toString('hex'),
              one.flags,
            ]),
          ).toEqual(links.map((one) => [one.traceId, one.spanId, one.traceFlags + 0x100 + (one.isRemote ? 0x200 : 0)]));
        },
      ),
      { numRuns: 100 },
    );
  });
});
