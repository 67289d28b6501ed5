import { listAt, objectAt, type Wire } from './wire.js';

/** An attribute value or log body. A whole number beyond JavaScript's safe range is a bigint. */
export type AnyValue = string | boolean | number | bigint | null | Uint8Array | readonly AnyValue[] | { readonly [key: string]: AnyValue };

/** Attributes by key. */
export type AttributeMap = Readonly<Record<string, AnyValue>>;

/** Decodes an `AnyValue` message; an empty one is null. */
export function anyValue(wire: Wire): AnyValue {
  const [kind, value] = Object.entries(wire).find(([, entry]) => entry !== undefined && entry !== null) ?? [];
  switch (kind) {
    case 'stringValue':
      return String(value);
    case 'boolValue':
      return Boolean(value);
    case 'intValue':
      return safeInteger(BigInt(value as string));
    case 'doubleValue':
      return Number(value);
    case 'arrayValue':
      return listAt(value as Wire, 'values').map(anyValue);
    case 'kvlistValue':
      return attributesAt(value as Wire, 'values');
    case 'bytesValue':
      return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : new Uint8Array(value as Uint8Array);
    default:
      return null;
  }
}

/** Decodes the list of key-value pairs at a key. */
export function attributesAt(wire: Wire, key: string): AttributeMap {
  return Object.fromEntries(listAt(wire, key).map((pair) => [String(pair['key'] ?? ''), anyValue(objectAt(pair, 'value'))]));
}

/** Gives a number where it is exact, else the bigint. */
export function safeInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
