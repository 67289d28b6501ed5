import { endianness } from 'node:os';
import { HEX_DIGITS } from './hex-digits.js';
import { type KnownKey, knownKey } from './known-key.js';
import { varintBytes } from './varint-bytes.js';

/** The field of a `KeyValue`'s value, and those of an `AnyValue`. */
const VALUE = 0x12;
const STRING_VALUE = 0x0a;
const INT_VALUE = 0x18;

const INITIAL_BYTES = 4096;
/** A writer that grew beyond this for one huge item gives the memory back at the next reset. */
const RETAINED_BYTES = 1 << 20;
/** Up to this many UTF-16 units a loop beats the call into the native UTF-8 writer (measured: 18 against 34 ns for 8, 61 against 67 for 24). */
const LOOPED_STRING_UNITS = 24;
const TWO_32 = 4_294_967_296;
/** Whether numbers are so in memory. */
const LITTLE_ENDIAN = endianness() === 'LE';
const MAX_UINT64_SECONDS = 18_446_744_073;

/**
 * Writes protobuf wire format into one growing, reusable buffer.
 *
 * Every `tag` is the field's number shifted left by three, plus its wire type, and must be below 2^14. A nested message is
 * written between {@link open} and {@link close}, which puts the length in front afterwards. Not reentrant: while an item is
 * being written nothing else may write to the same writer.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtoWriter {
  readonly #initialBytes: number;
  #buffer: Buffer;
  /** The same, for writing several bytes at once. */
  #view: DataView;
  // The second of the last time that was written, and its nanoseconds since the epoch: nearly all times of a while have the same one.
  #second = 0;
  #secondLow = 0;
  #secondHigh = 0;
  /** Bytes written so far; may be set back, to forget what was written since. */
  position = 0;

  constructor(initialBytes: number = INITIAL_BYTES) {
    this.#initialBytes = initialBytes;
    this.#buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** Forgets what was written and keeps the memory, unless it is more than 1 MiB. */
  reset(): void {
    this.position = 0;
    if (this.#buffer.length > RETAINED_BYTES) this.#take(Buffer.allocUnsafeSlow(this.#initialBytes));
  }

  /** Gives a view of what was written, or of a part of it, valid until the next write or reset. */
  view(start: number = 0, end: number = this.position): Uint8Array {
    return this.#buffer.subarray(start, end);
  }

  /** Makes room for this many more bytes. */
  reserve(bytes: number): void {
    const needed = this.position + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.position);
    this.#take(grown);
  }

  #take(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#view = new DataView(buffer.buffer);
  }

  /**
   * Makes room for this many more bytes and gives the memory, for code that writes there by itself, from {@link position} on, and sets the
   * position afterwards. Valid until more room is made.
   */
  claim(bytes: number): Buffer {
    this.reserve(bytes);
    return this.#buffer;
  }

  /** Writes a field's tag. */
  tag(tag: number): void {
    this.reserve(2);
    if (tag < 0x80) {
      this.#buffer[this.position++] = tag;
    } else {
      this.#buffer[this.position++] = (tag & 0x7f) | 0x80;
      this.#buffer[this.position++] = tag >>> 7;
    }
  }

  /**
   * Writes an unsigned varint below 2^53 without a tag.
   * @throws RangeError for any other number; infinity has no last byte
   */
  varint(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new RangeError('a varint has to be from 0 to 2^53 - 1');
    this.reserve(10);
    let rest = value;
    while (rest >= 0x80000000) {
      this.#buffer[this.position++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.#buffer[this.position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.position++] = rest;
  }

  /** Writes a signed 64-bit varint, in two's complement, from a safe integer, without a tag. */
  int64(value: number): void {
    if (value >= 0) this.varint(value);
    else this.#varint64(value >>> 0, Math.floor(value / TWO_32) >>> 0);
  }

  /** Writes a signed 64-bit varint, in two's complement, from a bigint, without a tag. */
  bigint64(value: bigint): void {
    const bits = BigInt.asUintN(64, value);
    this.#varint64(Number(bits & 0xffffffffn), Number(bits >> 32n));
  }

  #varint64(low: number, high: number): void {
    this.reserve(10);
    let lowBits = low;
    let highBits = high;
    while (highBits !== 0 || lowBits >= 0x80) {
      this.#buffer[this.position++] = (lowBits & 0x7f) | 0x80;
      lowBits = ((lowBits >>> 7) | (highBits << 25)) >>> 0;
      highBits >>>= 7;
    }
    this.#buffer[this.position++] = lowBits;
  }

  #fixed64(low: number, high: number): void {
    this.reserve(8);
    const { position } = this;
    this.#view.setUint32(position, low, true);
    this.#view.setUint32(position + 4, high, true);
    this.position = position + 8;
  }

  /** Writes a field of 32 bits, little endian. */
  fixed32(tag: number, value: number): void {
    this.reserve(6);
    this.tag(tag);
    this.#view.setUint32(this.position, value, true);
    this.position += 4;
  }

  /** Writes a field of an unsigned varint below 2^53. */
  uint(tag: number, value: number): void {
    if (tag < 0x80 && value >= 0 && value < 0x80) {
      this.reserve(2);
      this.#buffer[this.position] = tag;
      this.#buffer[this.position + 1] = value;
      this.position += 2;
    } else {
      this.tag(tag);
      this.varint(value);
    }
  }

  /** Writes a safe integer as 64 bits, in two's complement, little endian, without a tag. */
  fixed64(value: number): void {
    this.#fixed64(value >>> 0, Math.floor(value / TWO_32) >>> 0);
  }

  /** Writes an IEEE 754 double, little endian, without a tag. */
  double(value: number): void {
    this.reserve(8);
    this.position = this.#buffer.writeDoubleLE(value, this.position);
  }

  /** Writes a field of a time `[seconds, nanoseconds]` since the epoch as {@link instant} does. */
  time(tag: number, time: readonly [number, number]): void {
    this.instant(tag, time[0], time[1]);
  }

  /**
   * Writes a field of a time since the epoch: nanoseconds in 64 bits, exactly. A time before 1970, or no time at all, becomes 0; one that
   * does not fit (after 2554) becomes the last whole second that does. The tag must be below 128.
   */
  instant(tag: number, wholeSeconds: number, nanosOfSecond: number): void {
    if (wholeSeconds === this.#second && nanosOfSecond >= 0 && nanosOfSecond < 1e9) {
      this.reserve(9);
      const { position } = this;
      const sum = this.#secondLow + Math.floor(nanosOfSecond);
      this.#buffer[position] = tag;
      this.#view.setUint32(position + 1, sum >>> 0, true);
      this.#view.setUint32(position + 5, this.#secondHigh + (sum >= TWO_32 ? 1 : 0), true);
      this.position = position + 9;
      return;
    }
    let seconds = Math.floor(wholeSeconds);
    let nanos = Math.floor(nanosOfSecond);
    if (!(nanos >= 0 && nanos < 1e9)) {
      const carried = Math.floor(nanos / 1e9);
      seconds += carried;
      nanos -= carried * 1e9;
    }
    if (!(seconds >= 0)) seconds = nanos = 0;
    else if (seconds >= MAX_UINT64_SECONDS) [seconds, nanos] = [MAX_UINT64_SECONDS, 0];
    // seconds * 1e9 does not fit a double, so the upper and the lower 16+ bits of the seconds are multiplied apart.
    const upper = Math.floor(seconds / 0x10000) * 1e9;
    const lower = (seconds % 0x10000) * 1e9;
    const low = (upper % 0x10000) * 0x10000 + (lower % TWO_32);
    this.#second = seconds;
    this.#secondLow = low >>> 0;
    this.#secondHigh = Math.floor(upper / 0x10000) + Math.floor(lower / TWO_32) + (low >= TWO_32 ? 1 : 0);
    this.instant(tag, seconds, nanos);
  }

  /** Writes a length-delimited field of UTF-8 text; a lone surrogate becomes U+FFFD. */
  string(tag: number, text: string): void {
    const units = text.length;
    this.reserve((units < 1024 ? units * 3 : Buffer.byteLength(text)) + 7);
    this.tag(tag);
    if (units <= LOOPED_STRING_UNITS) {
      const buffer = this.#buffer;
      let end = this.position + 1;
      let index = 0;
      for (; index < units; index++) {
        const code = text.charCodeAt(index);
        if (code > 0x7f) break;
        buffer[end++] = code;
      }
      if (index === units) {
        buffer[this.position] = units;
        this.position = end;
        return;
      }
    }
    const start = this.position + varintBytes(units);
    const written = this.#buffer.write(text, start, 'utf8');
    this.#putLength(start, written, start - this.position);
  }

  /** Writes the same field for text that recurs; what is known of it is kept in `known`. The tag must be below 128. */
  recurringString(tag: number, text: string, known: KnownKey): void {
    const bytes = known.encoded(text);
    const start = this.position;
    if (bytes === undefined) {
      this.string(tag, text);
      known.note(text, this.#buffer, start + 1, this.position);
      return;
    }
    this.reserve(bytes.length + 1);
    this.#buffer[start] = tag;
    this.#buffer.set(bytes, start + 1);
    this.position = start + bytes.length + 1;
  }

  /**
   * Writes a `KeyValue` whose value is text, or an integer from 0 to 2^28 - 1, in one go; the tag must be below 128. Does so for short ASCII
   * only, which nearly all attributes are, and otherwise writes nothing: gives whether it did.
   */
  shortKeyValue(tag: number, key: string, value: string | number): boolean {
    const known = knownKey(key);
    const encoded = known.encoded(value);
    if (encoded !== undefined) {
      this.reserve(encoded.length + 1);
      this.#buffer[this.position] = tag;
      this.#buffer.set(encoded, this.position + 1);
      this.position += encoded.length + 1;
      return true;
    }
    const { field } = known;
    const valueBytes = typeof value === 'string' ? value.length + 2 : varintBytes(value) + 1;
    const bytes = field.length + valueBytes + 2;
    if (bytes > 0x7f || field.length === 0) return false;
    this.reserve(bytes + 2);
    const buffer = this.#buffer;
    let position = this.position;
    buffer[position] = tag;
    buffer[position + 1] = bytes;
    position += 2;
    for (let index = 0; index < field.length; index++) buffer[position++] = field[index] as number;
    let codes = 0;
    buffer[position] = VALUE;
    buffer[position + 1] = valueBytes;
    if (typeof value === 'string') {
      const { length } = value;
      buffer[position + 2] = STRING_VALUE;
      buffer[position + 3] = length;
      position += 4;
      for (let index = 0; index < length; index++) {
        const code = value.charCodeAt(index);
        codes |= code;
        buffer[position++] = code;
      }
    } else {
      buffer[position + 2] = INT_VALUE;
      position += 3;
      let rest = value;
      for (; rest > 0x7f; rest >>>= 7) buffer[position++] = (rest & 0x7f) | 0x80;
      buffer[position++] = rest;
    }
    if (codes > 0x7f) return false;
    known.note(value, buffer, this.position + 1, position);
    this.position = position;
    return true;
  }

  /** Writes a length-delimited field of bytes. */
  bytes(tag: number, bytes: Uint8Array): void {
    this.tag(tag);
    this.varint(bytes.length);
    this.append(bytes);
  }

  /** Writes a length-delimited field of this many bytes, given in hexadecimal; nothing if the text is not that. The tag must be below 128. */
  hex(tag: number, text: string, bytes: number): void {
    if (text.length !== bytes * 2) return;
    this.reserve(bytes + 2);
    const buffer = this.#buffer;
    let { position } = this;
    buffer[position++] = tag;
    buffer[position++] = bytes;
    let seen = 0;
    for (let index = 0; index < text.length; index += 2) {
      const first = text.charCodeAt(index);
      const second = text.charCodeAt(index + 1);
      const high = HEX_DIGITS[first & 0x7f] as number;
      const low = HEX_DIGITS[second & 0x7f] as number;
      seen |= high | low | ((first | second) & ~0x7f);
      buffer[position++] = (high << 4) | low;
    }
    if (seen <= 0x0f) this.position = position;
  }

  /** Writes a length-delimited field of words, whose bytes are as they are in memory. The tag must be below 128. */
  words(tag: number, from: Int32Array, start: number, count: number): void {
    this.reserve(count * 4 + 2);
    const view = this.#view;
    let { position } = this;
    this.#buffer[position] = tag;
    this.#buffer[position + 1] = count * 4;
    position += 2;
    for (let index = start; index < start + count; index++, position += 4) view.setInt32(position, from[index] as number, LITTLE_ENDIAN);
    this.position = position;
  }

  /** Reads what {@link words} writes behind the length. */
  readWords(position: number, to: Int32Array, start: number, count: number): void {
    for (let index = 0; index < count; index++) to[start + index] = this.#view.getInt32(position + index * 4, LITTLE_ENDIAN);
  }

  /** Appends bytes as they are. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.#buffer.set(bytes, this.position);
    this.position += bytes.length;
  }

  /** Begins a nested message; `lengthBytes` is how many bytes its length will probably take. Gives the mark for {@link close}. */
  open(tag: number, lengthBytes: number): number {
    this.reserve(2 + lengthBytes);
    this.tag(tag);
    this.position += lengthBytes;
    return this.position;
  }

  /** Ends the message begun at `mark`, with the same `lengthBytes`, and writes its length; moves its bytes if the guess was wrong. */
  close(mark: number, lengthBytes: number): void {
    this.#putLength(mark, this.position - mark, lengthBytes);
  }

  #putLength(start: number, length: number, lengthBytes: number): void {
    const exact = varintBytes(length);
    if (exact !== lengthBytes) {
      this.position = start + length;
      this.reserve(exact);
      this.#buffer.copyWithin(start - lengthBytes + exact, start, start + length);
    }
    const buffer = this.#buffer;
    let position = start - lengthBytes;
    let rest = length;
    for (; rest >= 0x80; rest >>>= 7) buffer[position++] = (rest & 0x7f) | 0x80;
    buffer[position++] = rest;
    this.position = position + length;
  }
}
