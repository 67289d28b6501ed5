import type { Writer } from './writer.js';

/** Nesting below this depth is left out: no backend reads it, and a cycle has no end. */
const maximumDepth = 20;

/**
 * Writes an attribute value as an `AnyValue` message: a safe integer as int, another number as double, a bigint as int where it fits 64 bits
 * and as text elsewhere, an array and an object with their entries, null and what has no OTLP type as an empty value.
 */
export function writeAnyValue(writer: Writer, field: number, value: unknown, depth: number = 0): void {
  const at = writer.open(field);
  switch (typeof value) {
    case 'string':
      writer.text(1, value);
      break;
    case 'boolean':
      writer.bool(2, value);
      break;
    case 'number':
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) writer.int64(3, value);
      else writer.double(4, value);
      break;
    case 'bigint':
      if (BigInt.asIntN(64, value) === value) writer.int64(3, value);
      else writer.text(1, String(value));
      break;
    case 'object':
      if (value !== null && depth < maximumDepth) writeObject(writer, value, depth + 1);
      break;
  }
  writer.close(at);
}

/** Writes each attribute as a `KeyValue` message. */
export function writeAttributes(writer: Writer, field: number, attributes: Readonly<Record<string, unknown>>, depth: number = 0): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    const at = writer.open(field);
    writer.text(1, key);
    writeAnyValue(writer, 2, value, depth);
    writer.close(at);
  }
}

function writeObject(writer: Writer, value: object, depth: number): void {
  if (value instanceof Uint8Array) {
    writer.bytes(7, value);
    return;
  }
  if (Array.isArray(value)) {
    const at = writer.open(5);
    for (const entry of value) writeAnyValue(writer, 1, entry, depth);
    writer.close(at);
    return;
  }
  const at = writer.open(6);
  writeAttributes(writer, 1, value as Record<string, unknown>, depth);
  writer.close(at);
}
