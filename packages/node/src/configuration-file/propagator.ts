import type { Cursor, FileReader } from './file-reader.js';

const known = ['tracecontext', 'baggage', 'b3', 'b3multi', 'none'];

/** Reads `propagator`: the sequence first, then what the list adds to it. */
export function readPropagator(reader: FileReader, cursor: Cursor): void {
  const names: string[] = [];
  const add = (name: string, at: Cursor): void => {
    if (known.includes(name)) names.push(name);
    else reader.unsupported(at, `${JSON.stringify(name)} is none of ${known.join(', ')}`);
  };
  reader.fields(cursor, {
    composite: (composite) => {
      for (const item of reader.items(composite)) for (const [name, field] of reader.pairs(item)) add(name, field);
    },
    composite_list: (list) => {
      for (const name of (reader.text(list) ?? '').split(',').map((entry) => entry.trim())) if (name !== '') add(name, list);
    },
  });
  reader.put('propagators', cursor, names.length === 0 ? 'none' : [...new Set(names)]);
}
