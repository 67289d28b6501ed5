import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { ProtoWriter } from '../src/proto-writer.js';

const written = (write: (writer: ProtoWriter) => void): Buffer => {
  const writer = new ProtoWriter(1);
  write(writer);
  return Buffer.from(writer.view());
};

describe('a protobuf writer', () => {
  it.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 35 + 5, Number.MAX_SAFE_INTEGER])(
    'writes the varint %d',
    (value) => {
      expect(
        protobuf.Reader.create(written((writer) => writer.varint(value)))
          .uint64()
          .toString(),
      ).toBe(String(value));
    },
  );

  it.each([0, 1, -1, -128, -(2 ** 31), -(2 ** 32), -(2 ** 32) - 1, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])(
    'writes the signed integer %d as varint and as 64 bits',
    (value) => {
      expect(
        protobuf.Reader.create(written((writer) => writer.int64(value)))
          .int64()
          .toString(),
      ).toBe(String(value));
      expect(written((writer) => writer.fixed64(value)).readBigInt64LE()).toBe(BigInt(value));
    },
  );

  it.each([0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n, 2n ** 53n + 1n])('writes the bigint %d', (value) => {
    expect(
      protobuf.Reader.create(written((writer) => writer.bigint64(value)))
        .int64()
        .toString(),
    ).toBe(String(value));
  });

  it.each<[[number, number], bigint]>([
    [[0, 0], 0n],
    [[1_700_000_000, 123_456_789], 1_700_000_000_123_456_789n],
    [[1_732_447_972, 999_999_999], 1_732_447_972_999_999_999n],
    [[18_446_744_072, 999_999_999], 18_446_744_072_999_999_999n],
    [[18_446_744_073, 5], 18_446_744_073_000_000_000n],
    [[1, 1_500_000_000], 2_500_000_000n],
    [[2, -1], 1_999_999_999n],
    [[5, 7.9], 5_000_000_007n],
    [[-1, 0], 0n],
    [[Number.NaN, 3], 0n],
    [[3, Number.NaN], 0n],
    [[Number.POSITIVE_INFINITY, 0], 18_446_744_073_000_000_000n],
  ])('writes the time %j as %d nanoseconds', (time, nanos) => {
    const bytes = written((writer) => writer.time(0x39, time));
    expect([bytes.length, bytes[0], bytes.readBigUInt64LE(1)]).toEqual([9, 0x39, nanos]);
  });

  it('writes times of one second one after another, wherever in the second they are', () => {
    const writer = new ProtoWriter();
    for (let second = 1_795_523_560; second < 1_795_523_580; second++) {
      for (const nanos of [0, 1, 500_000_000.5, 999_999_999, 250_000_000]) {
        writer.reset();
        writer.instant(0x39, second, nanos);
        expect(Buffer.from(writer.view()).readBigUInt64LE(1)).toBe(BigInt(second) * 1_000_000_000n + BigInt(Math.floor(nanos)));
      }
    }
  });

  it.each([
    [0x30, 0],
    [0x30, 127],
    [0x30, 128],
    [0x30, Number.MAX_SAFE_INTEGER],
    [0x80, 1],
  ])('writes a field with the tag %d and the number %d', (tag, value) => {
    const reader = protobuf.Reader.create(written((writer) => writer.uint(tag, value)));
    expect([reader.uint32(), String(reader.uint64()), reader.pos]).toEqual([tag, String(value), reader.len]);
  });

  it.each([
    [0x45, 0x03],
    [0x85, 0xfedcba98],
  ])('writes a field with the tag %d and the 32 bits %d, also where the memory ends', (tag, value) => {
    for (let before = 4090; before < 4098; before++) {
      const bytes = written((writer) => {
        writer.append(new Uint8Array(before));
        writer.fixed32(tag, value);
        writer.instant(0x39, 1, 2);
      });
      const reader = protobuf.Reader.create(bytes.subarray(before));
      expect([reader.uint32(), reader.fixed32(), reader.uint32(), String(reader.fixed64())]).toEqual([tag, value, 0x39, '1000000002']);
    }
  });

  it.each([
    '',
    'plain',
    'ü'.repeat(45),
    'x'.repeat(127),
    'x'.repeat(128),
    '€'.repeat(43),
    '😀'.repeat(5000),
    `${'a'.repeat(20)}é`,
    'a\ud800b',
    '\udc00'.repeat(600),
  ])('writes text %#', (text) => {
    const reader = protobuf.Reader.create(written((writer) => writer.string(0x0a, text)));
    expect(reader.uint32()).toBe(0x0a);
    expect(reader.string()).toBe(text.toWellFormed());
    expect(reader.pos).toBe(reader.len);
  });

  it.each([
    [1, 3],
    [1, 200],
    [2, 5],
    [2, 127],
    [3, 90],
    [1, 70_000],
  ])('puts the shortest length in front of a message when it expected %d bytes and %d follow', (lengthBytes, length) => {
    const bytes = written((writer) => {
      const mark = writer.open(0x0a, lengthBytes);
      writer.append(Buffer.alloc(length, 7));
      writer.close(mark, lengthBytes);
      writer.varint(1);
    });
    const expected = protobuf.Writer.create().uint32(0x0a).bytes(Buffer.alloc(length, 7)).uint32(1).finish();
    expect(bytes.equals(expected)).toBe(true);
  });

  it('keeps its memory between uses, and gives it back after a huge one', () => {
    const writer = new ProtoWriter();
    const memory = (): ArrayBufferLike => writer.view().buffer;
    writer.append(new Uint8Array(100_000));
    const grown = memory();
    writer.reset();
    expect(memory()).toBe(grown);
    writer.append(new Uint8Array(2_000_000));
    writer.reset();
    expect(memory().byteLength).toBe(4096);
    expect(writer.position).toBe(0);
  });

  it('writes bytes given in hexadecimal, and nothing if they are not', () => {
    expect(written((writer) => writer.hex(0x0a, '00fFA9', 3))).toEqual(Buffer.from([0x0a, 3, 0, 0xff, 0xa9]));
    for (const text of ['', '00', '00ff0', '0g0000', '00000:', '\uff10\uff100000'])
      expect(written((writer) => writer.hex(0x0a, text, 3))).toEqual(Buffer.alloc(0));
  });
});
