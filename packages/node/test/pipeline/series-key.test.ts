import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesKey } from '../../src/pipeline/series-key.js';

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 2 }),
  fc.constant(null),
);
const attributes = fc.dictionary(fc.string({ maxLength: 3 }), value, { maxKeys: 4 });
/** What the SDK goes by. */
const official = (of: Record<string, unknown>): string =>
  JSON.stringify(
    Object.keys(of)
      .sort()
      .map((name) => [name, of[name]]),
  );

describe('the key of a series', () => {
  it('is the same for the same attributes, in whatever order they come', () => {
    fc.assert(
      fc.property(attributes, (given) => {
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(seriesKey(turned as never)).toBe(seriesKey(given as never));
      }),
    );
  });

  it('tells apart what the SDK tells apart, and nothing else', () => {
    fc.assert(
      fc.property(attributes, attributes, (one, other) => {
        expect(seriesKey(one as never) === seriesKey(other as never)).toBe(official(one) === official(other));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [{ a: 'b', c: 'd' }, { 'a"1:bc': 'd' }],
    [{ a: '1' }, { a: 1 }],
    [{ a: 'true' }, { a: true }],
    [{ a: '["b"]' }, { a: ['b'] }],
    [{ a: 1, b: 2 }, { a: '1;1:b=2' }],
  ])('tells %j from %j', (one, other) => {
    expect(seriesKey(one as never)).not.toBe(seriesKey(other as never));
  });

  it('throws on what is no attribute, as the SDK does', () => {
    expect(() => seriesKey({ a: 1n as never })).toThrow(TypeError);
  });
});
