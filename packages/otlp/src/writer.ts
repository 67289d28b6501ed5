/**
 * A protobuf writer into one growing buffer, which is reused from batch to batch. Lengths of nested messages are patched in afterwards:
 * one byte is kept for a length, and the content is moved only in the rare case that it needs more.
 */
export class Writer {
  private buffer: Buffer = Buffer.allocUnsafe(16 * 1024);
  private end = 0;

  /** Gives a copy of what has been written and starts anew. */
  take(): Uint8Array {
    const bytes = new Uint8Array(this.buffer.subarray(0, this.end));
    this.end = 0;
    return bytes;
  }

  /** Throws away what has been written. */
  clear(): void {
    this.end = 0;
  }

  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.end++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.end++] = rest;
  }

  /** Writes a signed 64-bit whole number as a varint; a negative one takes ten bytes. */
  int64(field: number, value: number | bigint): void {
    this.varint(field * 8);
    if (typeof value === 'number' && value >= 0) {
      this.varint(value);
      return;
    }
    this.reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.buffer[this.end++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.end++] = Number(rest);
  }

  uint32(field: number, value: number): void {
    this.varint(field * 8);
    this.varint(value);
  }

  sint32(field: number, value: number): void {
    this.uint32(field, ((value << 1) ^ (value >> 31)) >>> 0);
  }

  bool(field: number, value: boolean): void {
    this.uint32(field, value ? 1 : 0);
  }

  double(field: number, value: number): void {
    this.varint(field * 8 + 1);
    this.rawDouble(value);
  }

  rawDouble(value: number): void {
    this.reserve(8);
    this.end = this.buffer.writeDoubleLE(value, this.end);
  }

  fixed32(field: number, value: number): void {
    this.varint(field * 8 + 5);
    this.reserve(4);
    this.end = this.buffer.writeUInt32LE(value >>> 0, this.end);
  }

  /** Writes a non-negative safe integer as 64 bits. */
  fixed64(field: number, value: number): void {
    this.varint(field * 8 + 1);
    this.rawFixed64(value);
  }

  rawFixed64(value: number): void {
    this.reserve(8);
    this.buffer.writeUInt32LE(value % 0x1_0000_0000, this.end);
    this.end = this.buffer.writeUInt32LE(Math.floor(value / 0x1_0000_0000), this.end + 4);
  }

  /** Writes a signed whole number as 64 bits in two's complement. */
  sfixed64(field: number, value: number): void {
    this.varint(field * 8 + 1);
    this.reserve(8);
    this.end = this.buffer.writeBigInt64LE(BigInt(value), this.end);
  }

  /** Writes seconds and nanoseconds as nanoseconds since the epoch, exactly and without a bigint. */
  time(field: number, [seconds, nanos]: readonly [number, number]): void {
    if (seconds < 0) {
      this.fixed64(field, 0); // before the epoch: not to be expressed
      return;
    }
    this.varint(field * 8 + 1);
    this.reserve(8);
    // seconds * 10^9 + nanos in two halves of 32 bits: 10^9 is split so that no product leaves the safe range.
    const high = Math.floor(seconds / 65_536) * 1e9;
    const low = (seconds % 65_536) * 1e9 + nanos;
    const upper = Math.floor(high / 65_536) + Math.floor(low / 0x1_0000_0000);
    const lower = (high % 65_536) * 65_536 + (low % 0x1_0000_0000);
    this.buffer.writeUInt32LE(lower % 0x1_0000_0000, this.end);
    this.end = this.buffer.writeUInt32LE((upper + Math.floor(lower / 0x1_0000_0000)) % 0x1_0000_0000, this.end + 4);
  }

  /** Writes text as UTF-8; a lone surrogate becomes U+FFFD. */
  text(field: number, value: string): void {
    this.varint(field * 8 + 2);
    const length = value.length;
    if (length < 43) {
      // At most three bytes for a UTF-16 unit: the length fits one byte, and short text is mostly ASCII.
      this.reserve(1 + length * 3);
      const start = this.end + 1;
      let at = start;
      for (let index = 0; index < length; index++) {
        const unit = value.charCodeAt(index);
        if (unit > 0x7f) {
          at = start + this.buffer.write(value, start);
          break;
        }
        this.buffer[at++] = unit;
      }
      this.buffer[this.end] = at - start;
      this.end = at;
      return;
    }
    const size = Buffer.byteLength(value);
    this.varint(size);
    this.reserve(size);
    this.end += this.buffer.write(value, this.end);
  }

  bytes(field: number, value: Uint8Array): void {
    this.varint(field * 8 + 2);
    this.varint(value.length);
    this.raw(value);
  }

  /** Writes an id given in hex as bytes. */
  id(field: number, hex: string): void {
    this.varint(field * 8 + 2);
    const size = hex.length >> 1;
    this.varint(size);
    this.reserve(size);
    this.end += this.buffer.write(hex, this.end, 'hex');
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.buffer.set(value, this.end);
    this.end += value.length;
  }

  /** Begins a nested message; what it gives belongs to `close`. */
  open(field: number): number {
    this.varint(field * 8 + 2);
    this.reserve(1);
    return this.end++;
  }

  /** Ends the nested message that `open` began. */
  close(at: number): void {
    const size = this.end - at - 1;
    if (size < 0x80) {
      this.buffer[at] = size;
      return;
    }
    const extra = size < 0x4000 ? 1 : size < 0x20_0000 ? 2 : size < 0x1000_0000 ? 3 : 4;
    this.reserve(extra);
    this.buffer.copyWithin(at + 1 + extra, at + 1, this.end);
    const end = this.end + extra;
    this.end = at;
    this.varint(size);
    this.end = end;
  }

  private reserve(size: number): void {
    if (this.end + size <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.end + size));
    this.buffer.copy(grown, 0, 0, this.end);
    this.buffer = grown;
  }
}
