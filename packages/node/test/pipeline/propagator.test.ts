import { defaultTextMapGetter, defaultTextMapSetter, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPropagator } from '../../src/pipeline/propagator.js';
import type { PropagatorName } from '../../src/settings/settings.js';

type Headers = Record<string, string | string[]>;

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const all = ['tracecontext', 'baggage', 'b3', 'b3multi'] as const;

/** What comes out of a service that sends on what came in. */
function sentOn(names: readonly PropagatorName[], incoming: Headers): Record<string, string> {
  const propagator = createPropagator(names);
  const outgoing: Record<string, string> = {};
  propagator.inject(propagator.extract(ROOT_CONTEXT, incoming, defaultTextMapGetter), outgoing, defaultTextMapSetter);
  return outgoing;
}

describe('createPropagator', () => {
  it('carries what is named and nothing else', () => {
    expect(createPropagator(['tracecontext', 'baggage']).fields().sort()).toEqual(['baggage', 'traceparent', 'tracestate']);
    expect(createPropagator(['baggage']).fields()).toEqual(['baggage']);
    expect(createPropagator(['b3']).fields()).toEqual(['b3']);
    expect(createPropagator(['none']).fields()).toEqual([]);
  });

  it.each([
    ['single', { b3: `${traceId}-${spanId}-1` }],
    ['several', { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' }],
  ])('reads B3 from a %s header, whichever form it writes', (_, incoming: Headers) => {
    expect(sentOn(['b3'], incoming)).toEqual({ b3: `${traceId}-${spanId}-1` });
    expect(sentOn(['b3multi'], incoming)).toEqual({ 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' });
  });

  it('translates between B3 and Trace Context, the 64-bit ids of B3 included', () => {
    const incoming = { b3: `${traceId.slice(16)}-${spanId}-0` };
    expect(sentOn(['b3', 'tracecontext'], incoming)).toEqual({
      b3: `0000000000000000${traceId.slice(16)}-${spanId}-0`,
      traceparent: `00-0000000000000000${traceId.slice(16)}-${spanId}-00`,
    });
  });

  it('takes upper-case ids and unknown flags in only as they can be sent on', () => {
    const incoming = { 'x-b3-traceid': traceId.toUpperCase(), 'x-b3-spanid': spanId.toUpperCase(), 'x-b3-sampled': '1' };
    expect(sentOn(['b3multi', 'tracecontext'], incoming)['traceparent']).toBe(`00-${traceId}-${spanId}-01`);
    expect(sentOn(['tracecontext'], { traceparent: `00-${traceId}-${spanId}-ff` })).toEqual({ traceparent: `00-${traceId}-${spanId}-03` });
  });

  it('keeps 180 entries and 8,192 bytes of baggage at the most', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `key${index}=value`).join(',');
    const long = Array.from({ length: 100 }, (_, index) => `key${index}=${'x'.repeat(1_000)}`).join(',');
    const read = (baggage: string): number =>
      propagation.getBaggage(createPropagator(['baggage']).extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter))?.getAllEntries()
        .length ?? 0;
    expect([read(many), read(long), read(`key=${'x'.repeat(100_000)}`)]).toEqual([180, 8, 0]);
    expect(sentOn(['baggage'], { baggage: many })['baggage']?.split(',')).toHaveLength(180);
  });

  it('never throws, and sends on only what is well-formed and bounded, whatever comes in', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom(
        '%',
        '%zz',
        '__proto__=x',
        `key=${'v'.repeat(9_000)}`,
        `00-${traceId}-${spanId}-01`,
        `${traceId}-${spanId}-d`,
        'a=b;c',
        'x@y=z',
      ),
    );
    const value = fc.oneof(
      piece,
      fc.array(piece, { maxLength: 600 }).map((pieces) => pieces.join(',')),
      fc.array(piece, { maxLength: 3 }),
    );
    const names = ['traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled', 'x-b3-flags'] as const;
    const headers = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(headers, (incoming) => {
        const outgoing = sentOn(all, incoming as Headers);
        expect(Object.entries(outgoing).filter(([name, sent]) => !wellFormed(name, sent))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(({} as { value?: unknown }).value).toBeUndefined();
  });
});

function wellFormed(name: string, sent: string): boolean {
  if (name === 'traceparent') return /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/.test(sent);
  if (name === 'baggage') return sent.length <= 8_192 && sent.split(',').length <= 180;
  if (name === 'tracestate') return sent.length <= 512;
  if (name === 'b3') return /^[0-9a-f]{32}-[0-9a-f]{16}-[01d]$/.test(sent);
  return name.startsWith('x-b3-') && /^(?:[0-9a-f]{32}|[0-9a-f]{16}|[01])$/.test(sent);
}
