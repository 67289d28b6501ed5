import type { ProtoWriter } from './proto-writer.js';
import { varintBytes } from './varint-bytes.js';

/** Attributes as OpenTelemetry's API defines them: names with values of any type. */
export interface AttributesData {
  readonly [key: string]: unknown;
}

const STRING_VALUE = 0x0a;
const BOOL_VALUE = 0x10;
const INT_VALUE = 0x18;
const DOUBLE_VALUE = 0x21;
const ARRAY_VALUE = 0x2a;
const KVLIST_VALUE = 0x32;
const BYTES_VALUE = 0x3a;
const LIST_ENTRY = 0x0a;
const KEY = 0x0a;
const VALUE = 0x12;

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;
/** Each nested map is three protobuf messages deep, and Java's and C++'s decoders give up after 100. */
const MAX_DEPTH = 28;
/** Nested values that start this many bytes after their attribute are left empty: shared references could expand exponentially. */
const MAX_NESTED_BYTES = 4 << 20;

/**
 * Writes attributes as repeated `KeyValue` under this tag.
 *
 * An integer number in the safe range becomes an int, any other number (also -0, NaN, Infinity) a double; a bigint an int if
 * 64 bits hold it, else a string; `Uint8Array` bytes; arrays and plain objects lists, nested at most 28 deep and 4 MiB long;
 * a `Date` its ISO text. What has no value (null, undefined, functions, symbols, cycles, throwing getters) is an empty value.
 *
 * @see https://opentelemetry.io/docs/specs/otel/common/#anyvalue
 */
export function writeAttributes(writer: ProtoWriter, tag: number, attributes: AttributesData): void {
  for (const key in attributes) {
    if (Object.hasOwn(attributes, key)) writeKeyValue(writer, tag, key, attributes[key], undefined);
  }
}

/** Writes one value of any type as a length-delimited `AnyValue` under this tag; the rules are those of attributes. */
export function writeAnyValue(writer: ProtoWriter, tag: number, value: unknown): void {
  writeValue(writer, tag, value, undefined);
}

/** The containers around a value, for finding cycles, and the position at which the bound on nested bytes is reached. */
interface Nesting {
  readonly ancestors: object[];
  readonly limit: number;
}

/** Writes one attribute. */
export function writeKeyValue(writer: ProtoWriter, tag: number, key: string, value: unknown, nesting: Nesting | undefined): void {
  if ((typeof value === 'string' || isShortInt(value)) && writer.shortKeyValue(tag, key, value)) return;
  const expected = key.length + (typeof value === 'string' ? value.length + 10 : 16);
  const lengthBytes = varintBytes(expected);
  const mark = writer.open(tag, lengthBytes);
  writer.string(KEY, key);
  writeValue(writer, VALUE, value, nesting);
  writer.close(mark, lengthBytes);
}

/** Says whether a value is an integer that needs no more than 28 bits; -0 is a double. */
function isShortInt(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 2 ** 28 && Object.is(value | 0, value);
}

function writeValue(writer: ProtoWriter, tag: number, value: unknown, nesting: Nesting | undefined): void {
  const lengthBytes = typeof value === 'string' ? varintBytes(value.length + 1 + varintBytes(value.length)) : 1;
  const mark = writer.open(tag, lengthBytes);
  switch (typeof value) {
    case 'string':
      writer.string(STRING_VALUE, value);
      break;
    case 'number':
      writeNumber(writer, value);
      break;
    case 'boolean':
      writer.uint(BOOL_VALUE, value ? 1 : 0);
      break;
    case 'bigint':
      writeBigInt(writer, value);
      break;
    case 'object':
      if (value !== null) writeObject(writer, value, nesting);
  }
  writer.close(mark, lengthBytes);
}

function writeNumber(writer: ProtoWriter, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    writer.tag(INT_VALUE);
    writer.int64(value);
  } else {
    writer.tag(DOUBLE_VALUE);
    writer.double(value);
  }
}

function writeBigInt(writer: ProtoWriter, value: bigint): void {
  if (value < MIN_INT64 || value > MAX_INT64) {
    writer.string(STRING_VALUE, value.toString());
  } else {
    writer.tag(INT_VALUE);
    writer.bigint64(value);
  }
}

function writeObject(
  writer: ProtoWriter,
  value: object,
  nesting: Nesting = { ancestors: [], limit: writer.position + MAX_NESTED_BYTES },
): void {
  if (value instanceof Uint8Array) {
    writer.bytes(BYTES_VALUE, value);
    return;
  }
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) writer.string(STRING_VALUE, value.toISOString());
    return;
  }
  const { ancestors } = nesting;
  if (ancestors.length === MAX_DEPTH || ancestors.includes(value)) return;
  ancestors.push(value);
  if (Array.isArray(value)) writeArray(writer, value, nesting);
  else writeMap(writer, value as AttributesData, nesting);
  ancestors.pop();
}

function writeArray(writer: ProtoWriter, values: readonly unknown[], nesting: Nesting): void {
  const mark = writer.open(ARRAY_VALUE, 1);
  const { length } = values;
  for (let index = 0; index < length && writer.position < nesting.limit; index++) {
    writeValue(writer, LIST_ENTRY, read(values, index), nesting);
  }
  writer.close(mark, 1);
}

function writeMap(writer: ProtoWriter, map: AttributesData, nesting: Nesting): void {
  const mark = writer.open(KVLIST_VALUE, 1);
  for (const key of keysOf(map)) {
    if (writer.position >= nesting.limit) break;
    writeKeyValue(writer, LIST_ENTRY, key, read(map, key), nesting);
  }
  writer.close(mark, 1);
}

/** Nested objects are the application's own: a getter or a proxy of theirs that throws costs that value, not the item. */
function read<Key extends PropertyKey>(from: { readonly [key in Key]: unknown }, key: Key): unknown {
  try {
    return from[key];
  } catch {
    return undefined;
  }
}

function keysOf(map: AttributesData): string[] {
  try {
    return Object.keys(map);
  } catch {
    return [];
  }
}
