import { isMap, isSeq } from 'yaml';
import type { Cursor, FileReader } from './file-reader.js';

/** Options whose value is a mapping of the user's own names. */
const records = /(^|\.)(headers|resourceAttributes)$/;

/** Reads `distribution.telewright`: every option of `start()` that has a value without code, in snake case. Other distributions' are theirs. */
export function readDistribution(reader: FileReader, cursor: Cursor): void {
  for (const [name, field] of reader.pairs(cursor)) if (name === 'telewright') readOptions(reader, field, '');
}

function readOptions(reader: FileReader, cursor: Cursor, prefix: string): void {
  for (const [name, field] of reader.pairs(cursor)) {
    const path = prefix + name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (records.test(path)) {
      const pairs = reader.pairs(field).map(([key, value]) => [key, reader.value(value)]);
      reader.put(path, field, Object.fromEntries(pairs));
    } else if (isMap(field.node)) readOptions(reader, field, `${path}.`);
    else if (isSeq(field.node)) reader.put(path, field, reader.texts(field));
    else reader.set(path)(field);
  }
}
