import type { Cursor, FileReader, Handler } from './file-reader.js';

/** Reads a `sampler`, of which the six standard ones are provided. */
export function readSampler(reader: FileReader, cursor: Cursor): void {
  const set =
    (name: string): Handler =>
    (at) =>
      reader.put('sampler', at, name);
  reader.fields(cursor, {
    ...simpleSamplers(reader, ''),
    parent_based: (parent) => {
      let hasRoot = false;
      reader.fields(parent, {
        root: (root) => {
          hasRoot = true;
          reader.fields(root, simpleSamplers(reader, 'parentbased_'));
        },
        remote_parent_sampled: always(reader, 'always_on'),
        remote_parent_not_sampled: always(reader, 'always_off'),
        local_parent_sampled: always(reader, 'always_on'),
        local_parent_not_sampled: always(reader, 'always_off'),
      });
      if (!hasRoot) set('parentbased_always_on')(parent);
    },
  });
}

function simpleSamplers(reader: FileReader, prefix: string): Record<string, Handler> {
  const ratio: Handler = (cursor) => {
    reader.put('sampler', cursor, `${prefix}traceidratio`);
    reader.fields(cursor, { ratio: reader.set('samplerRatio') });
  };
  const rules = 'rules are set under distribution.telewright.sampling';
  return {
    always_on: (cursor) => reader.put('sampler', cursor, `${prefix}always_on`),
    always_off: (cursor) => reader.put('sampler', cursor, `${prefix}always_off`),
    trace_id_ratio_based: ratio,
    'probability/development': ratio,
    'composite/development': (cursor) => reader.unsupported(cursor, rules),
    'jaeger_remote/development': (cursor) => reader.unsupported(cursor, 'no sampler asks a service'),
  };
}

/** A parent's decision is followed; nothing else can be set. */
function always(reader: FileReader, name: string): Handler {
  return (cursor) => {
    for (const [given, field] of reader.pairs(cursor)) if (given !== name) reader.unsupported(field, 'a parent’s decision is followed');
  };
}
