import type { Cursor, FileReader, Handler } from './file-reader.js';

/** Reads `views` as the text that the setting has. */
export function readViews(reader: FileReader, cursor: Cursor): void {
  const views = reader.items(cursor).map((item) => readView(reader, item));
  if (views.length > 0) reader.put('metrics.views', cursor, views);
}

function readView(reader: FileReader, cursor: Cursor): string {
  let instrument = '*';
  const parts: string[] = [];
  const add =
    (key: string): Handler =>
    (field) => {
      const text = reader.text(field);
      if (text !== undefined) parts.push(`${key}=${encode(text)}`);
    };
  const addList =
    (key: string): Handler =>
    (field) => {
      parts.push(`${key}=${reader.texts(field).map(encode).join('|')}`);
    };
  const notSelected: Handler = (field) => {
    if (reader.text(field) !== undefined) reader.unsupported(field, 'meters are selected by name');
  };
  reader.fields(cursor, {
    selector: (selector) =>
      reader.fields(selector, {
        instrument_name: (field) => {
          instrument = reader.text(field) ?? '*';
        },
        instrument_type: add('type'),
        unit: add('unit'),
        meter_name: add('meter'),
        meter_version: notSelected,
        meter_schema_url: notSelected,
      }),
    stream: (stream) =>
      reader.fields(stream, {
        name: add('name'),
        description: add('description'),
        aggregation: (aggregation) => readAggregation(reader, aggregation, parts, addList('buckets')),
        aggregation_cardinality_limit: add('limit'),
        attribute_keys: (keys) => reader.fields(keys, { included: addList('attributes'), excluded: addList('without') }),
      }),
  });
  return [encode(instrument), ...parts].join(' ');
}

function readAggregation(reader: FileReader, cursor: Cursor, parts: string[], buckets: Handler): void {
  const plain =
    (name: string): Handler =>
    (field) => {
      parts.push(`aggregation=${name}`);
      reader.fields(field, {
        max_scale: notSet,
        max_size: notSet,
        record_min_max: notSet,
        ...(name === 'explicit_bucket_histogram' && { boundaries: buckets }),
      });
    };
  const notSet: Handler = (field) => {
    if (reader.text(field) !== undefined) reader.unsupported(field, 'it is as the SDK has it');
  };
  const names = ['default', 'drop', 'sum', 'last_value', 'explicit_bucket_histogram', 'base2_exponential_bucket_histogram'];
  reader.fields(cursor, Object.fromEntries(names.map((name) => [name, plain(name)])));
}

/** `*` stays: it stands for any characters in both. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':');
}
