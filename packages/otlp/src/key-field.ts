/** The field of a `KeyValue`'s key. */
const KEY = 0x0a;
const KEYS_AT_MOST = 512;
const NOT_SHORT = new Uint8Array(0);

const keyFields = new Map<string, Uint8Array>();

/**
 * Gives a key of an attribute as a field of `KeyValue`; nothing of one that is not short and ASCII. Names of attributes are few, and recur
 * with each item: the first different ones are remembered, because to copy bytes is quicker than to read characters.
 */
export function keyField(key: string): Uint8Array {
  return keyFields.get(key) ?? encode(key);
}

function encode(key: string): Uint8Array {
  const isShort = key.length < 0x7f && /^[\0-\x7f]*$/.test(key);
  const field = isShort ? Uint8Array.of(KEY, key.length, ...Buffer.from(key, 'latin1')) : NOT_SHORT;
  if (keyFields.size < KEYS_AT_MOST) keyFields.set(key, field);
  return field;
}
