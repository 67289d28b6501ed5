import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAttributes } from '../src/any-value.js';
import { KnownKey, knownKey } from '../src/known-key.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { decode } from './decode.js';

const written = (key: string, value: string | number): unknown[] => {
  const writer = new ProtoWriter(8);
  writeAttributes(writer, 0x4a, { [key]: value });
  return decode('Span', writer.view()).attributes ?? [];
};

const otlpValue = (value: string | number): object =>
  typeof value === 'string' ? { stringValue: value } : Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };

const isKnown = (key: KnownKey, value: string | number): boolean => key.encoded(value) !== undefined;

/** Does what a writer does with a value. */
function use(key: KnownKey, value: string | number): boolean {
  const known = isKnown(key, value);
  if (!known) key.note(value, Buffer.from(`-${value}-`), 1, 1 + String(value).length);
  return known;
}

describe('a value of an attribute', () => {
  it('is written alike each time, whatever was written before', () => {
    const values = fc.oneof(fc.constantFrom('GET', 'POST', '', 200, 404, 0, 'Grüße'), fc.string(), fc.nat(), fc.double({ noNaN: true }));
    const keys = fc.constantFrom('http.request.method', 'http.response.status_code', 'é', 'x'.repeat(130));
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, values), { minLength: 20, maxLength: 60 }), (pairs) => {
        for (const [key, value] of pairs) {
          if (Object.is(value, -0)) continue;
          expect(written(key, value)).toEqual([{ key, value: otlpValue(value) }]);
        }
      }),
    );
  });

  it('is known once it has come twice in a row, as its bytes', () => {
    const key = new KnownKey();
    expect([use(key, 'GET'), use(key, 'POST'), use(key, 'GET'), use(key, 'GET'), use(key, 'GET')]).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(Buffer.from(key.encoded('GET') as Uint8Array).toString()).toBe('GET');
    expect(isKnown(key, 'POST')).toBe(false);
    expect([use(key, 200), use(key, 200), use(key, 200), use(key, '200')]).toEqual([false, false, true, false]);
  });

  it('is not searched for where values always differ', () => {
    const key = new KnownKey();
    for (let index = 0; index < 200; index++) use(key, `/orders/${index}`);
    expect([use(key, 'GET'), use(key, 'GET'), use(key, 'GET')]).toEqual([false, false, false]);
  });

  it('stays known where others differ, as long as it comes in between', () => {
    const key = new KnownKey();
    use(key, 'GET');
    use(key, 'GET');
    for (let index = 0; index < 500; index++) use(key, index % 50 === 0 ? 'GET' : `${index}`);
    expect(isKnown(key, 'GET')).toBe(true);
  });

  it('is one of 32 of its key at the most', () => {
    const key = new KnownKey();
    for (let value = 0; value < 40; value++) for (let time = 0; time < 2; time++) use(key, value);
    expect([isKnown(key, 0), isKnown(key, 31), isKnown(key, 32)]).toEqual([true, true, false]);
  });

  it('has a name that is known from among the first 512 of the process', () => {
    for (let index = 0; index < 600; index++) knownKey(`name ${index}`);
    expect(knownKey('name 1')).toBe(knownKey('name 1'));
    expect(knownKey('name 598')).toBe(knownKey('name 599'));
    expect(written('name 599', 'a')).toEqual([{ key: 'name 599', value: { stringValue: 'a' } }]);
  });
});
