import type { Reader } from 'protobufjs/minimal.js';

/** A protobuf type that is not a message: how it is read from the wire and from JSON. */
export interface Scalar<V> {
  readonly wireType: 0 | 1 | 2 | 5;
  /** What an absent field of this type means. */
  readonly zero: V;
  read(reader: Reader): V;
  /** Throws what is wrong with a JSON value. */
  parse(json: unknown): V;
}

/** Says what a field expects and what it got instead, cut to a readable length. */
export function mismatch(expected: string, json: unknown): TypeError {
  const got = typeof json === 'bigint' ? String(json) : (JSON.stringify(json) ?? String(json));
  return new TypeError(`expected ${expected}, got ${got.length > 60 ? `${got.slice(0, 60)}...` : got}`);
}

export const string: Scalar<string> = {
  wireType: 2,
  zero: '',
  read: (reader) => reader.stringVerify(),
  parse(json) {
    if (typeof json !== 'string') throw mismatch('a string', json);
    return json;
  },
};

export const bool: Scalar<boolean> = {
  wireType: 0,
  zero: false,
  read: (reader) => reader.bool(),
  parse(json) {
    if (typeof json !== 'boolean') throw mismatch('a boolean', json);
    return json;
  },
};

export const bytes: Scalar<Uint8Array> = {
  wireType: 2,
  zero: new Uint8Array(0),
  // A copy, so that one small value does not keep the whole request in memory.
  read: (reader) => Uint8Array.from(reader.bytes()),
  parse(json) {
    if (typeof json !== 'string' || !/^[\w+/-]*={0,2}$/.test(json)) throw mismatch('base64', json);
    return Uint8Array.from(Buffer.from(json, 'base64'));
  },
};
