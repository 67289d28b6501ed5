import { type AttributesData, writeAttributes, writeKeyValue } from './any-value.js';
import { SPAN_ATTRIBUTES } from './encode-span.js';
import { ProtoWriter } from './proto-writer.js';

/**
 * Attributes that many spans begin with, such as those of all requests of a connection. Never changed, and encoded once; empty text stands
 * for what each span has of its own.
 */
export interface SharedAttributes {
  readonly attributes: AttributesData;
  /** What {@link writeSharedAttributes} keeps with them. */
  encoded?: unknown;
}

interface Encoded {
  readonly keys: readonly string[];
  /** By key; {@link OWN} where each span has its own. */
  readonly values: readonly unknown[];
  readonly bytes: Uint8Array;
}

const OWN = Symbol('own');
/** What is kept with those of one span: there may be no second one. */
const ONCE: Encoded = { keys: [], values: [], bytes: new Uint8Array() };

const scratch = new ProtoWriter(512);

/**
 * Writes the attributes of a span as `encodeSpan` does, in another order: those that are shared are copied. Whatever has become of the
 * attributes is seen: nothing is copied of those that don't begin with what is shared.
 */
export function writeSharedAttributes(writer: ProtoWriter, attributes: AttributesData, shared: SharedAttributes): void {
  const start = writer.position;
  if (shared.encoded !== undefined && writeAround(writer, attributes, encodedOf(shared))) return;
  shared.encoded ??= ONCE;
  writer.position = start;
  writeAttributes(writer, SPAN_ATTRIBUTES, attributes);
}

function writeAround(writer: ProtoWriter, attributes: AttributesData, { keys, values, bytes }: Encoded): boolean {
  writer.append(bytes);
  let index = 0;
  for (const key in attributes) {
    const value = attributes[key];
    if (index < keys.length) {
      if (key !== keys[index]) return false;
      const expected = values[index++];
      if (value === expected) continue;
      if (expected !== OWN) return false;
    } else if (!Object.hasOwn(attributes, key)) {
      continue;
    }
    writeKeyValue(writer, SPAN_ATTRIBUTES, key, value, undefined);
  }
  return index === keys.length;
}

function encodedOf(shared: SharedAttributes): Encoded {
  if (shared.encoded === ONCE) shared.encoded = encode(shared.attributes);
  return shared.encoded as Encoded;
}

function encode(attributes: AttributesData): Encoded {
  const entries = Object.entries(attributes);
  scratch.reset();
  writeAttributes(scratch, SPAN_ATTRIBUTES, Object.fromEntries(entries.filter(([, value]) => value !== '')));
  return {
    keys: entries.map(([key]) => key),
    values: entries.map(([, value]) => (value === '' ? OWN : value)),
    bytes: new Uint8Array(scratch.view()),
  };
}
