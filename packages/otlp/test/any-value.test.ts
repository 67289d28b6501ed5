import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAnyValue, writeAttributes } from '../src/any-value.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { byKey, decode } from './decode.js';
import { anyValue, expectedValue, text } from './generated.js';

const attributes = (values: Record<string, unknown>) => {
  const writer = new ProtoWriter(8);
  writeAttributes(writer, 0x0a, values);
  return byKey(decode('Resource', writer.view()).attributes);
};

describe('an attribute value', () => {
  it('decodes to what was encoded, whatever it is', () => {
    fc.assert(
      fc.property(fc.dictionary(text, anyValue, { maxKeys: 8 }), (values) => {
        const wellFormed = Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toWellFormed(), expectedValue(value)]));
        expect(attributes(values)).toEqual(wellFormed);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, unknown, object]>([
    ['an integer', 42, { intValue: '42' }],
    ['the largest safe integer', Number.MAX_SAFE_INTEGER, { intValue: '9007199254740991' }],
    ['an integer beyond it', 2 ** 53, { doubleValue: 2 ** 53 }],
    ['a fraction', 0.1, { doubleValue: 0.1 }],
    ['negative zero', -0, { doubleValue: -0 }],
    ['NaN', Number.NaN, { doubleValue: Number.NaN }],
    ['infinity', Number.NEGATIVE_INFINITY, { doubleValue: Number.NEGATIVE_INFINITY }],
    ['the smallest bigint of 64 bits', -(2n ** 63n), { intValue: '-9223372036854775808' }],
    ['a bigint beyond 64 bits', 2n ** 63n, { stringValue: '9223372036854775808' }],
    ['a Buffer', Buffer.from([0, 255]), { bytesValue: Buffer.from([0, 255]) }],
    ['a lone surrogate', 'a\ud83d', { stringValue: 'a\ufffd' }],
    ['an empty text', '', { stringValue: '' }],
    ['an empty list', [], { arrayValue: {} }],
    ['an empty map', {}, { kvlistValue: {} }],
    ['a date', new Date(0), { stringValue: '1970-01-01T00:00:00.000Z' }],
    ['an invalid date', new Date(Number.NaN), {}],
    ['a function', () => 1, {}],
    ['a symbol', Symbol('s'), {}],
    [
      'a map without prototype',
      Object.assign(Object.create(null), { a: 1 }),
      { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } },
    ],
  ])('%s', (_name, value, decoded) => {
    expect(attributes({ value })['value']).toEqual(decoded);
  });

  it('leaves holes, null and undefined in a list as empty values', () => {
    const list: unknown[] = new Array(5);
    Object.assign(list, { 0: 1, 2: null, 3: undefined, 4: 'x' });
    expect(attributes({ list })['list'].arrayValue.values).toEqual([{ intValue: '1' }, {}, {}, {}, { stringValue: 'x' }]);
  });

  it('takes no attributes from a polluted prototype', () => {
    expect(Object.keys(attributes(Object.assign(Object.create({ inherited: 1 }), { own: 1 })))).toEqual(['own']);
  });

  it('ends a cycle with an empty value and keeps what is beside it', () => {
    const cyclic: Record<string, unknown> = { name: 'loop' };
    cyclic['self'] = cyclic;
    expect(byKey(attributes({ cyclic })['cyclic'].kvlistValue.values)).toEqual({ name: { stringValue: 'loop' }, self: {} });
  });

  it('encodes an object that appears twice, but not inside itself, twice', () => {
    const shared = { a: true };
    const decoded = { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } };
    expect(attributes({ list: [shared, shared] })['list'].arrayValue.values).toEqual([decoded, decoded]);
  });

  it('goes 28 containers deep', () => {
    let nested: unknown = 'bottom';
    for (let depth = 0; depth < 40; depth++) nested = [nested];
    let decoded = attributes({ nested })['nested'];
    let depth = 0;
    for (; decoded.arrayValue; depth++) decoded = decoded.arrayValue.values?.[0] ?? {};
    expect(depth).toBe(28);
    expect(decoded).toEqual({});
  });

  it('bounds what shared references expand to', () => {
    let bomb: unknown = 'x'.repeat(1000);
    for (let level = 0; level < 25; level++) bomb = [bomb, bomb];
    const writer = new ProtoWriter();
    writeAttributes(writer, 0x0a, { bomb, after: 1 });
    expect(writer.position).toBeLessThan((4 << 20) + 2000);
    expect(byKey(decode('Resource', writer.view()).attributes)['after']).toEqual({ intValue: '1' });
  });

  it('loses only the value of a getter that throws and the entries of a proxy that does', () => {
    const hostile = {
      before: 1,
      get broken(): string {
        throw new Error('getter');
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('trap');
          },
        },
      ),
      after: 2,
    };
    expect(byKey(attributes({ hostile })['hostile'].kvlistValue.values)).toEqual({
      before: { intValue: '1' },
      broken: {},
      proxy: { kvlistValue: {} },
      after: { intValue: '2' },
    });
  });

  it('encodes a text of ten million characters', () => {
    const huge = 'é'.repeat(5_000_000);
    expect(attributes({ huge })['huge'].stringValue === huge).toBe(true);
  });

  it('stands alone as a body', () => {
    const writer = new ProtoWriter();
    writeAnyValue(writer, 0x0a, 'x'.repeat(300));
    expect(decode('ArrayValue', writer.view())).toEqual({ values: [{ stringValue: 'x'.repeat(300) }] });
  });
});
