// The minimal build has the wire format only: unlike the reflecting ones it makes no code at run time, and loads in a third of the time.
import { Reader } from 'protobufjs/minimal.js';
import type { Field, MessageType } from './message-type.js';
import { checkNesting } from './nesting-limit.js';

const LENGTH_DELIMITED = 2;

/**
 * Reads a message from protobuf bytes. Unknown fields are skipped. A known field with another wire type than the schema's is refused,
 * as the Collector does: to skip it, as most parsers do, would hide a mistake of the encoder.
 */
export function readProtobuf<M extends object>(type: MessageType<M>, bytes: Uint8Array): M {
  const message = type.create();
  readFields(type, message, new Reader(bytes), 1);
  return message;
}

function readFields<M extends object>(type: MessageType<M>, message: M, reader: Reader, depth: number): void {
  checkNesting(depth);
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const field = type.field(tag >>> 3);
    if (field === undefined) reader.skipType(tag & 7, depth, tag >>> 3);
    else
      type.assign(
        message,
        field,
        readField(`${type.name}.${field.name}`, field, (message as Record<string, unknown>)[field.name], tag & 7, reader, depth),
      );
  }
}

function readField(path: string, field: Field<unknown>, before: unknown, wireType: number, reader: Reader, depth: number): unknown {
  if (typeof field.type === 'function') {
    expectWireType(path, wireType, LENGTH_DELIMITED);
    const type = field.type();
    const message = field.repeated || before === undefined ? type.create() : (before as object);
    within(reader, () => readFields(type, message, reader, depth + 1));
    return field.repeated ? append(before, message) : message;
  }
  const { type } = field;
  const packed = field.repeated && wireType === LENGTH_DELIMITED && type.wireType !== LENGTH_DELIMITED;
  if (!packed) expectWireType(path, wireType, type.wireType);
  try {
    if (!packed) return field.repeated ? append(before, type.read(reader)) : type.read(reader);
    within(reader, () => {
      while (reader.pos < reader.len) append(before, type.read(reader));
    });
    return before;
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}

function expectWireType(path: string, got: number, expected: number): void {
  if (got !== expected) throw new TypeError(`${path}: expected wire type ${expected}, got ${got}`);
}

function append(list: unknown, item: unknown): unknown {
  (list as unknown[]).push(item);
  return list;
}

/** Reads what a length prefix encloses, with the reader ending there. */
function within(reader: Reader, read: () => void): void {
  const outerEnd = reader.len;
  const length = reader.size();
  const end = reader.pos + length;
  if (end > outerEnd) throw new RangeError(`a length of ${length} bytes reaches past the end`);
  reader.len = end;
  read();
  reader.len = outerEnd;
}
