/** The field of a `KeyValue`'s key. */
const KEY = 0x0a;
const MAX_KEYS = 512;
const MAX_VALUES_OF_KEY = 32;
/** After so many values in a row that were not known, those of a key are taken for different each time. */
const MAX_MISSES = 128;
/** Longer ones are not worth the memory. */
const MAX_BYTES = 127;
const NOT_SHORT = new Uint8Array(0);

/** Values of all keys that may still be remembered: a few hundred kilobytes at the most. */
let room = 1024;

/** What is remembered of a name of attributes and of the values that it has, or of what else recurs in items. */
export class KnownKey {
  /** The name as a field of `KeyValue`; empty where it is not short and ASCII. */
  readonly field: Uint8Array;
  #values: Map<string | number, Uint8Array> | undefined = new Map();
  // The value that was found last, and its bytes.
  #found: string | number | undefined;
  #bytes: Uint8Array | undefined;
  #last: string | number | undefined;
  #misses = 0;

  constructor(
    readonly name: string = '',
    field: Uint8Array = NOT_SHORT,
  ) {
    this.field = field;
  }

  /** Gives the bytes of a value with their length in front, if it is known. */
  encoded(value: string | number): Uint8Array | undefined {
    const bytes = value === this.#found ? this.#bytes : this.#values?.get(value);
    if (bytes === undefined) return undefined;
    this.#misses = 0;
    this.#found = value;
    this.#bytes = bytes;
    return bytes;
  }

  /**
   * Takes note of the bytes of a value that was not known, if its value comes twice in a row: what comes once is soon forgotten, and a key whose
   * values always differ is not searched for long.
   */
  note(value: string | number, buffer: Uint8Array, start: number, end: number): void {
    const values = this.#values;
    if (values === undefined || end - start > MAX_BYTES) return;
    if (value !== this.#last) {
      this.#last = value;
      if (++this.#misses <= MAX_MISSES) return;
      this.#values = this.#last = this.#found = undefined;
      room += values.size;
    } else if (room > 0 && values.size < MAX_VALUES_OF_KEY) {
      values.set(value, new Uint8Array(buffer.subarray(start, end)));
      this.#misses = 0;
      room--;
    }
  }
}

const keys = new Map<string, KnownKey>();
/** Those that were asked for last, where length and last letter say: a search in the map takes twice as long. */
const RECENT = 64;
const recent: (KnownKey | undefined)[] = new Array(RECENT).fill(undefined);
/** For names beyond the first ones. */
const unknown = new KnownKey();

/**
 * Gives what is known of the name of an attribute. Names are few and recur with each item, and many values do, such as methods, routes and
 * status codes: to copy bytes is quicker than to read characters.
 */
export function knownKey(name: string): KnownKey {
  const slot = (name.length * 5 + name.charCodeAt(name.length - 1)) & (RECENT - 1);
  const key = recent[slot];
  if (key !== undefined && key.name === name) return key;
  const found = keys.get(name) ?? learn(name);
  recent[slot] = found;
  return found;
}

function learn(name: string): KnownKey {
  if (keys.size >= MAX_KEYS) return unknown;
  const isShort = name.length < 0x7f && /^[\0-\x7f]*$/.test(name);
  const key = new KnownKey(name, isShort ? Uint8Array.of(KEY, name.length, ...Buffer.from(name, 'latin1')) : NOT_SHORT);
  keys.set(name, key);
  return key;
}
