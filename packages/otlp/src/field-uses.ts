/** What is done with a field of a log record: it becomes an attribute or the body, or the record can't be encoded from its text. */
export type FieldUse = 'attribute' | 'body' | 'unknown';

const HASHES = 1024;

/** Knows the fields that are not just attributes, and tells all others by a look at one byte. */
export class FieldUses {
  /** Says what is done with a field that is marked, or that has the hash of one; called for each such field once. */
  readonly useOf: (key: string) => FieldUse;
  /** Not 0 at the hash of each name that is marked. */
  readonly hashes: Uint8Array = new Uint8Array(HASHES);

  constructor(useOf: (key: string) => FieldUse) {
    this.useOf = useOf;
  }

  mark(key: string): void {
    const bytes = Buffer.from(key);
    if (bytes.length > 0) this.hashes[keyHash(bytes.length, bytes[0] as number, bytes[bytes.length - 1] as number)] = 1;
  }
}

/** Gives the hash of a name in UTF-8 by its length and its first and last bytes. */
export function keyHash(length: number, first: number, last: number): number {
  return (first * 31 + last * 7 + length) & (HASHES - 1);
}
