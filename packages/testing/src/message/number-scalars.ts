import { mismatch, type Scalar } from './scalar.js';

const SPECIAL_DOUBLES: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

export const double: Scalar<number> = {
  wireType: 1,
  zero: 0,
  read: (reader) => reader.double(),
  parse(json) {
    if (typeof json === 'number') return json;
    if (typeof json === 'bigint') return Number(json);
    if (typeof json === 'string') {
      const special = SPECIAL_DOUBLES[json];
      if (special !== undefined) return special;
      if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(json)) return Number(json);
    }
    throw mismatch('a number', json);
  },
};

/** Reads the JSON forms of an integer: a number or a string of digits, within the range of its type. */
function parseInteger(json: unknown, bits: number, signed: boolean): bigint {
  const kind = `${signed ? 'a signed' : 'an unsigned'} ${bits} bit integer`;
  const isInteger = typeof json === 'string' ? /^-?\d+$/.test(json) : typeof json === 'bigint' || Number.isInteger(json);
  if (!isInteger) throw mismatch(kind, json);
  const value = BigInt(json as string | number | bigint);
  if ((signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) !== value) throw mismatch(kind, json);
  return value;
}

const small = (wireType: 0 | 5, signed: boolean, read: Scalar<number>['read']): Scalar<number> => ({
  wireType,
  zero: 0,
  read,
  parse: (json) => Number(parseInteger(json, 32, signed)),
});

const large = (wireType: 0 | 1, signed: boolean, read: Scalar<bigint>['read']): Scalar<bigint> => ({
  wireType,
  zero: 0n,
  read,
  parse: (json) => parseInteger(json, 64, signed),
});

export const uint32: Scalar<number> = small(0, false, (reader) => reader.uint32());
export const sint32: Scalar<number> = small(0, true, (reader) => reader.sint32());
export const fixed32: Scalar<number> = small(5, false, (reader) => reader.fixed32());
export const int64: Scalar<bigint> = large(0, true, (reader) => BigInt(reader.int64().toString()));
export const uint64: Scalar<bigint> = large(0, false, (reader) => BigInt(reader.uint64().toString()));
export const fixed64: Scalar<bigint> = large(1, false, (reader) => BigInt(reader.fixed64().toString()));
export const sfixed64: Scalar<bigint> = large(1, true, (reader) => BigInt(reader.sfixed64().toString()));

/** An enum whose value i is `prefix + names[i]` in JSON. A number that the schema does not know is kept, as proto3 asks. */
export function enumeration(prefix: string, names: readonly string[]): Scalar<number> {
  return {
    wireType: 0,
    zero: 0,
    read: (reader) => reader.int32(),
    parse(json) {
      const value = typeof json === 'string' && json.startsWith(prefix) ? names.indexOf(json.slice(prefix.length)) : -1;
      return value >= 0 ? value : Number(parseInteger(json, 32, true));
    },
  };
}
