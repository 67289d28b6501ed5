import { headers as parsePairs } from '../settings/parsers.js';
import type { Cursor, FileReader, Primitive } from './file-reader.js';

const types: Readonly<Record<string, (value: Primitive) => boolean>> = {
  string: () => true,
  bool: (value) => typeof value === 'boolean',
  int: (value) => Number.isInteger(value),
  double: (value) => typeof value === 'number',
};

/** Reads `resource`. */
export function readResource(reader: FileReader, cursor: Cursor): void {
  let list: Cursor | undefined;
  reader.fields(cursor, {
    attributes: (attributes) => {
      for (const item of reader.items(attributes)) readAttribute(reader, item);
    },
    attributes_list: (field) => {
      list = field;
    },
    schema_url: () => undefined,
    'detection/development': (detection) =>
      reader.fields(detection, {
        attributes: (filter) => reader.unsupported(filter, 'attributes of detectors are not filtered'),
        detectors: (detectors) => readDetectors(reader, detectors),
      }),
  });
  if (list !== undefined) readList(reader, list);
}

function readAttribute(reader: FileReader, cursor: Cursor): void {
  let name: string | undefined;
  let type: string | undefined;
  let valueAt: Cursor | undefined;
  reader.fields(cursor, {
    name: (field) => {
      name = reader.text(field);
    },
    type: (field) => {
      type = reader.text(field);
    },
    value: (field) => {
      valueAt = field;
    },
  });
  if (name === undefined || valueAt === undefined) {
    reader.invalid(cursor, 'name and value');
    return;
  }
  const value = typed(reader, valueAt, type);
  if (value !== undefined) reader.attributes.push({ attribute: name, value, source: reader.origin(cursor) });
}

function typed(reader: FileReader, cursor: Cursor, type: string | undefined): unknown {
  const isArray = type?.endsWith('_array') ?? (cursor.node !== null && 'items' in cursor.node);
  const element = type?.replace(/_array$/, '');
  const accepts = element === undefined ? undefined : types[element];
  if (element !== undefined && accepts === undefined) {
    reader.invalid(cursor, `a type of ${Object.keys(types).join(', ')}, each also as …_array`, type);
    return undefined;
  }
  const values = (isArray ? reader.items(cursor) : [cursor]).flatMap((item) => reader.value(item) ?? []);
  if (accepts && !values.every(accepts)) {
    reader.invalid(cursor, `a value of type ${type}`);
    return undefined;
  }
  const given = element === 'string' ? values.map(String) : values;
  return isArray ? given : given[0];
}

function readList(reader: FileReader, cursor: Cursor): void {
  const text = reader.text(cursor);
  if (text === undefined) return;
  const parsed = parsePairs(text);
  if (!('value' in parsed)) {
    reader.invalid(cursor, parsed.expected);
    return;
  }
  for (const entry of text.split(',').filter((pair) => pair.trim() !== '')) {
    const at = entry.indexOf('=');
    const [attribute, value] = [decode(entry.slice(0, at).trim()), decode(entry.slice(at + 1).trim())];
    if (attribute === undefined || value === undefined) reader.invalid(cursor, 'percent-encoded names and values');
    else reader.attributes.push({ attribute, value, source: reader.origin(cursor) });
  }
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined; // a malformed escape
  }
}

function readDetectors(reader: FileReader, cursor: Cursor): void {
  const names = reader.items(cursor).flatMap((item) => reader.pairs(item).map(([name]) => name));
  if (names.length > 0) reader.put('resourceDetectors', cursor, names);
}
