import { LOG_ATTRIBUTES, LOG_BODY } from './encode-log-record.js';
import { type FieldUses, keyHash } from './field-uses.js';
import type { ProtoWriter } from './proto-writer.js';
import { varintBytes } from './varint-bytes.js';

const KEY = 0x0a;
const VALUE = 0x12;
const LIST_ENTRY = 0x0a;
const STRING_VALUE = 0x0a;
const BOOL_VALUE = 0x10;
const INT_VALUE = 0x18;
const DOUBLE_VALUE = 0x21;
const ARRAY_VALUE = 0x2a;
const KVLIST_VALUE = 0x32;

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const COLON = 58;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const UNDERSCORE = 95;
const CLOSING_BRACE = 125;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

/** What is nested deeper is left to {@link writeAttributes}. */
const MAX_DEPTH = 20;
/** Integers of so many digits are exact, and so is such a power of ten: their quotient is the very double that the text means. */
const EXACT_DIGITS = 15;
const powersOfTen = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
/** No text takes so many times its bytes in OTLP: an element `-1,` is the worst with 13 for 3. */
const GROWTH = 8;

/** What `\n` and the like stand for; 0 where more has to be read. */
const unescaped = new Uint8Array(128);
for (const [character, byte] of [...'"\\/bfnrt'].entries())
  unescaped[byte.charCodeAt(0)] = [34, 92, 47, 8, 12, 10, 13, 9][character] as number;

/**
 * Encodes the fields of JSON text as attributes and body of a log record without making values of them: each byte is read once, and
 * nothing is allocated. What `JSON.stringify` writes becomes what {@link writeAttributes} makes of the parsed text. Whatever is unusual
 * there, such as spaces, or keys that are numbers or have escapes, makes it give up; a key that is repeated inside of one object is not seen.
 */
export class JsonFields {
  #writer: ProtoWriter | undefined;
  #out: Buffer = NULL;
  #position = 0;
  #json: Buffer = NULL;
  #end = 0;
  #depth = 0;

  /**
   * Appends fields, `,"a":1,"b":{}`, from one byte to another, to a log record.
   *
   * @returns how many became attributes; -1 if it gave up, and the writer's position has to be set back
   */
  write(writer: ProtoWriter, json: Buffer, from: number, to: number, uses: FieldUses): number {
    this.#writer = writer;
    this.#out = writer.claim((to - from) * GROWTH + 64);
    this.#position = writer.position;
    this.#json = json;
    this.#end = to;
    this.#depth = 0;
    let attributes = 0;
    let hasBody = false;
    for (let at = from; at !== to; ) {
      const keyEnd = json[at] === COMMA ? this.#keyEnd(at + 1) : -1;
      const length = keyEnd - at - 2;
      if (length <= 0) return -1;
      const hash = keyHash(length, json[at + 2] as number, json[keyEnd - 1] as number);
      if (uses.hashes[hash] !== 0 && uses.isBody(hash, json, at + 2, length)) {
        if (hasBody) return -1;
        hasBody = true;
        at = this.#value(LOG_BODY, keyEnd + 2);
      } else {
        if (uses.hashes[hash] !== 0 && uses.useOf(json.toString('utf8', at + 2, keyEnd)) === 'unknown') return -1;
        at = this.#field(LOG_ATTRIBUTES, at + 1, keyEnd);
        attributes++;
      }
      if (at < 0 || at > to) return -1;
    }
    writer.position = this.#position;
    return attributes;
  }

  /** Finds the quote after the key that begins with one at `start`; -1 for a key that can't be taken as it is. */
  #keyEnd(start: number): number {
    const json = this.#json;
    const first = json[start + 1] as number;
    // Objects have keys that are numbers before all others, and __proto__ is none to be set.
    if (json[start] !== QUOTE || (first >= 48 && first <= 57) || (first === UNDERSCORE && json[start + 2] === UNDERSCORE)) return -1;
    let at = start + 1;
    for (let byte = first; byte !== QUOTE; byte = json[++at] as number) if (byte === BACKSLASH || at >= this.#end) return -1;
    return at - start <= 128 && json[at + 1] === COLON ? at : -1;
  }

  /** Writes a `KeyValue`, and gives where its text ends, or -1. */
  #field(tag: number, start: number, keyEnd: number): number {
    const json = this.#json;
    const out = this.#out;
    const lengthAt = this.#position + 1;
    let position = lengthAt + 3;
    for (let at = start + 1; at < keyEnd; at++) out[position++] = json[at] as number;
    out[lengthAt - 1] = tag;
    out[lengthAt + 1] = KEY;
    out[lengthAt + 2] = keyEnd - start - 1;
    this.#position = position;
    const end = this.#value(VALUE, keyEnd + 2);
    this.#putLength(lengthAt);
    return end;
  }

  /** Writes an `AnyValue`, and gives where its text ends, or -1. */
  #value(tag: number, at: number): number {
    const byte = this.#json[at] as number;
    this.#out[this.#position] = tag;
    if (byte === QUOTE) return this.#string(at);
    if (byte === MINUS || (byte >= 48 && byte <= 57)) return this.#number(at);
    if (byte === 116) return this.#literal(at, TRUE, 1);
    if (byte === 102) return this.#literal(at, FALSE, 0);
    if (byte === 110) return this.#literal(at, NULL, -1);
    if (byte === 123) return this.#container(at, KVLIST_VALUE, CLOSING_BRACE);
    return byte === 91 ? this.#container(at, ARRAY_VALUE, CLOSING_BRACKET) : -1;
  }

  #string(start: number): number {
    const json = this.#json;
    const out = this.#out;
    const lengthAt = this.#position + 1;
    const textAt = lengthAt + 3;
    let position = textAt;
    let at = start + 1;
    for (let byte = json[at] as number; byte !== QUOTE; byte = json[++at] as number) {
      if (byte === BACKSLASH) {
        byte = unescaped[json[++at] as number] as number;
        if (!byte) return this.#escapedString(start);
      }
      if (at >= this.#end) return -1;
      out[position++] = byte;
    }
    const length = position - textAt;
    out[lengthAt + 1] = STRING_VALUE;
    this.#position = position;
    if (length < 126) {
      out[lengthAt] = length + 2;
      out[lengthAt + 2] = length;
    } else {
      this.#putLength(lengthAt + 2);
      this.#putLength(lengthAt);
    }
    return at + 1;
  }

  /** Writes a string with `\u0000` in it. */
  #escapedString(start: number): number {
    const json = this.#json;
    let end = start + 1;
    for (; json[end] !== QUOTE; end++) {
      if (json[end] === BACKSLASH) end++;
      if (end >= this.#end) return -1;
    }
    const text = parsed(json.toString('utf8', start, end + 1));
    if (typeof text !== 'string') return -1;
    const lengthAt = this.#position + 1;
    const writer = this.#writer as ProtoWriter;
    writer.position = lengthAt + 1;
    writer.string(STRING_VALUE, text);
    this.#takeBack(writer);
    this.#putLength(lengthAt);
    return end + 1;
  }

  #number(start: number): number {
    const json = this.#json;
    const isNegative = json[start] === MINUS;
    let at = isNegative ? start + 1 : start;
    let digits = 0;
    let decimals = 0;
    let value = 0;
    let byte = json[at] as number;
    for (; byte >= 48 && byte <= 57; byte = json[++at] as number, digits++) value = value * 10 + byte - 48;
    if (byte === POINT) {
      byte = json[++at] as number;
      for (; byte >= 48 && byte <= 57; byte = json[++at] as number, decimals++) value = value * 10 + byte - 48;
    }
    const isOver = byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET || at === this.#end;
    if (!isOver || digits === 0 || digits + decimals > EXACT_DIGITS) return this.#longNumber(start);
    if (decimals > 0) value /= powersOfTen[decimals] as number;
    this.#putNumber(isNegative ? -value : value);
    return at;
  }

  /** Writes a number that has an exponent or many digits. */
  #longNumber(start: number): number {
    const json = this.#json;
    let end = start;
    for (let byte = json[end] as number; end < this.#end && byte !== COMMA && byte !== CLOSING_BRACE && byte !== CLOSING_BRACKET; )
      byte = json[++end] as number;
    const value = parsed(json.toString('latin1', start, end));
    if (typeof value !== 'number') return -1;
    this.#putNumber(value);
    return end;
  }

  #putNumber(value: number): void {
    const out = this.#out;
    const lengthAt = this.#position + 1;
    if (Object.is(value, -0) || !Number.isSafeInteger(value)) {
      out[lengthAt] = 9;
      out[lengthAt + 1] = DOUBLE_VALUE;
      this.#position = out.writeDoubleLE(value, lengthAt + 2);
      return;
    }
    out[lengthAt + 1] = INT_VALUE;
    if (value >= 0 && value < 0x80) {
      out[lengthAt + 2] = value;
      this.#position = lengthAt + 3;
    } else {
      const writer = this.#writer as ProtoWriter;
      writer.position = lengthAt + 2;
      writer.int64(value);
      this.#takeBack(writer);
    }
    out[lengthAt] = this.#position - lengthAt - 1;
  }

  #literal(start: number, text: Uint8Array, bool: number): number {
    for (let index = 1; index < text.length; index++) if (this.#json[start + index] !== text[index]) return -1;
    const out = this.#out;
    const lengthAt = this.#position + 1;
    if (bool < 0) {
      out[lengthAt] = 0;
      this.#position = lengthAt + 1;
    } else {
      out[lengthAt] = 2;
      out[lengthAt + 1] = BOOL_VALUE;
      out[lengthAt + 2] = bool;
      this.#position = lengthAt + 3;
    }
    return start + text.length;
  }

  #container(start: number, tag: number, closing: number): number {
    if (this.#depth === MAX_DEPTH) return -1;
    this.#depth++;
    const json = this.#json;
    const lengthAt = this.#position + 1;
    this.#out[lengthAt + 1] = tag;
    this.#position = lengthAt + 3;
    let at = start + 1;
    while (json[at] !== closing) {
      if (at > start + 1 && json[at++] !== COMMA) return -1;
      if (closing === CLOSING_BRACE) {
        const keyEnd = this.#keyEnd(at);
        at = keyEnd < 0 ? -1 : this.#field(LIST_ENTRY, at, keyEnd);
      } else {
        at = this.#value(LIST_ENTRY, at);
      }
      if (at < 0 || at >= this.#end) return -1;
    }
    this.#putLength(lengthAt + 2);
    this.#putLength(lengthAt);
    this.#depth--;
    return at + 1;
  }

  /** Goes on after what the writer has written by itself. */
  #takeBack(writer: ProtoWriter): void {
    this.#position = writer.position;
    this.#out = writer.claim(0);
  }

  /** Writes how many bytes follow the one byte that was left for it, and moves them if it takes more. */
  #putLength(lengthAt: number): void {
    const out = this.#out;
    let length = this.#position - lengthAt - 1;
    const more = varintBytes(length) - 1;
    if (more > 0) {
      out.copyWithin(lengthAt + 1 + more, lengthAt + 1, this.#position);
      this.#position += more;
    }
    let at = lengthAt;
    for (; length >= 0x80; length >>>= 7) out[at++] = (length & 0x7f) | 0x80;
    out[at] = length;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
