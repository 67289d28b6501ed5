import { writeKeyValue } from './any-value.js';
import { SPAN_ATTRIBUTES } from './encode-span.js';
import { ProtoWriter } from './proto-writer.js';

/** Attributes as name, value, name, value and so on, in which no name is there twice. One without a value keeps the place for it. */
export type AttributeList = readonly unknown[];

/** Attributes that many spans have in common, such as those of all requests of a connection. Never changed, and encoded once. */
export interface SharedAttributes {
  readonly list: AttributeList;
  /** What {@link writeAttributeParts} keeps with them. */
  encoded?: unknown;
}

/** The attributes of a span: those that others have, too, which are 8 at the most, and its own, which have other names. */
export interface AttributeParts {
  readonly shared: SharedAttributes;
  readonly own: AttributeList;
}

/** What is kept with those of one span: there may be no second one. */
const ONCE = new Uint8Array();

const scratch = new ProtoWriter(512);

/** Writes the attributes of a span as `encodeSpan` does. */
export function writeAttributeParts(writer: ProtoWriter, shared: SharedAttributes | undefined, own: AttributeList | undefined): void {
  if (shared !== undefined) writeShared(writer, shared);
  if (own !== undefined) writeList(writer, own);
}

function writeShared(writer: ProtoWriter, shared: SharedAttributes): void {
  if (shared.encoded === undefined) {
    shared.encoded = ONCE;
    writeList(writer, shared.list);
  } else {
    if (shared.encoded === ONCE) shared.encoded = encode(shared.list);
    writer.append(shared.encoded as Uint8Array);
  }
}

function encode(list: AttributeList): Uint8Array {
  scratch.reset();
  writeList(scratch, list);
  return new Uint8Array(scratch.view());
}

function writeList(writer: ProtoWriter, list: AttributeList): void {
  for (let index = 0; index < list.length; index += 2) {
    const value = list[index + 1];
    if (value !== undefined) writeKeyValue(writer, SPAN_ATTRIBUTES, list[index] as string, value, undefined);
  }
}
