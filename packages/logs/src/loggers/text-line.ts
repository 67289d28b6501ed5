import type { SpanFields } from '../fields/span-fields.js';

/** Adds a span's ids to a line: as fields where it is a JSON object, those that it has already winning; else as `name=value` at its end. */
export function withTraceFields(line: string, fields: SpanFields): string {
  const own = jsonObject(line);
  if (own === undefined) {
    let text = line;
    for (let index = 0; index < fields.keys.length; index++) text += ` ${fields.keys[index]}=${fields.values[index]}`;
    return text;
  }
  let added = '';
  for (let index = 0; index < fields.keys.length; index++) {
    if (!Object.hasOwn(own, fields.keys[index] as string)) added += fields.parts[index];
  }
  const end = line.lastIndexOf('}');
  const isEmpty = Object.keys(own).length === 0;
  return line.slice(0, end) + (isEmpty ? added.slice(1) : added) + line.slice(end);
}

function jsonObject(line: string): object | undefined {
  if (line.charCodeAt(0) !== 123 || !line.trimEnd().endsWith('}')) return undefined;
  try {
    return JSON.parse(line) as object;
  } catch {
    return undefined; // an inspected object, `{ a: 1 }`: text
  }
}
