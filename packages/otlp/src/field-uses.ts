/** What is done with a field of a log record: it becomes an attribute, or the record can't be encoded from its text. */
export type FieldUse = 'attribute' | 'unknown';

const HASHES = 1024;

/** A hash of a name that is marked, and of the body's name. */
const MARKED = 1;
const BODY = 2;

/** Knows the fields that are not just attributes, and tells all others by a look at one byte. */
export class FieldUses {
  /** Says what is done with a field that is marked, or that has the hash of one; called for each such field once. */
  readonly useOf: (key: string) => FieldUse;
  /** Not 0 at the hash of each name that is marked. */
  readonly hashes: Uint8Array = new Uint8Array(HASHES);

  #body = '';
  #bodyBytes: Uint8Array = new Uint8Array();

  constructor(useOf: (key: string) => FieldUse) {
    this.useOf = useOf;
  }

  mark(key: string): void {
    this.#markAs(Buffer.from(key), MARKED);
  }

  /** Says which field becomes the body. */
  setBody(key: string): void {
    if (key === this.#body) return;
    this.#body = key;
    this.#bodyBytes = Buffer.from(key);
    this.#markAs(this.#bodyBytes, BODY);
  }

  /** Tells by its hash and its bytes whether a field becomes the body. */
  isBody(hash: number, json: Uint8Array, start: number, length: number): boolean {
    const bytes = this.#bodyBytes;
    if (((this.hashes[hash] as number) & BODY) === 0 || length !== bytes.length) return false;
    for (let index = 0; index < length; index++) if (json[start + index] !== bytes[index]) return false;
    return true;
  }

  #markAs(bytes: Uint8Array, mark: number): void {
    if (bytes.length === 0) return;
    const hash = keyHash(bytes.length, bytes[0] as number, bytes[bytes.length - 1] as number);
    this.hashes[hash] = (this.hashes[hash] as number) | mark;
  }
}

/** Gives the hash of a name in UTF-8 by its length and its first and last bytes. */
export function keyHash(length: number, first: number, last: number): number {
  return (first * 31 + last * 7 + length) & (HASHES - 1);
}
