import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DONE_MARK, frameHeader, HEADER_BYTES, parseSegment } from '../../src/spool/frame.js';

const frame = (body: Uint8Array, items: number): Buffer => Buffer.concat([frameHeader(body, items), body]);
const text = (parsed: ReturnType<typeof parseSegment>) => parsed.frames.map(({ body, items }) => [Buffer.from(body).toString(), items]);
const three = [frame(Buffer.from('first'), 1), frame(Buffer.from('second one'), 2), frame(Buffer.from('third'), 3)];
const segment = Buffer.concat(three);
const [firstBytes = 0, secondBytes = 0] = three.map(({ length }) => length);

describe('a segment', () => {
  it('gives back what was written, whatever it is', () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(fc.tuple(body, fc.integer({ min: 1, max: 2 ** 32 - 1 })), { maxLength: 8 }), (written) => {
        const { frames, corruptItems } = parseSegment(Buffer.concat(written.map(([bytes, items]) => frame(bytes, items))));
        expect(frames.map(({ body, items }) => [Buffer.from(body), items])).toEqual(
          written.map(([bytes, items]) => [Buffer.from(bytes), items]),
        );
        expect(corruptItems).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('is read up to where it is torn, at every byte', () => {
    for (let length = 0; length <= segment.length; length++) {
      const parsed = parseSegment(segment.subarray(0, length));
      const whole = length < firstBytes ? 0 : length < firstBytes + secondBytes ? 1 : length < segment.length ? 2 : 3;
      const torn = length - three.slice(0, whole).reduce((sum, one) => sum + one.length, 0);
      expect(parsed.frames.map(({ items }) => items)).toEqual([1, 2, 3].slice(0, whole));
      // How many items are lost is known from the header, if that is whole.
      expect(parsed.corruptItems).toBe(torn >= HEADER_BYTES ? whole + 1 : 0);
    }
  });

  it('never gives a body that was not written, whichever byte is damaged', () => {
    for (let position = 0; position < segment.length; position++) {
      const damaged = Buffer.from(segment);
      damaged[position] = (damaged[position] as number) ^ 0x55;
      const parsed = parseSegment(damaged);
      const known = [
        ['first', 1],
        ['second one', 2],
        ['third', 3],
      ];
      for (const one of text(parsed)) expect(known).toContainEqual(one);
      // The state is no part of the checksum: an unknown one counts as pending.
      const isState = position === 0 || position === firstBytes || position === firstBytes + secondBytes;
      expect(parsed.frames.length).toBeLessThanOrEqual(isState ? 3 : 2);
      expect(parsed.corruptItems > 0).toBe(!isState);
    }
  });

  it('loses only the request whose body is damaged, and tells how many items that were', () => {
    const damaged = Buffer.from(segment);
    damaged[firstBytes + HEADER_BYTES] = 0;
    expect(text(parseSegment(damaged))).toEqual([
      ['first', 1],
      ['third', 3],
    ]);
    expect(parseSegment(damaged).corruptItems).toBe(2);
  });

  it('believes no number of items that the body is too short for', () => {
    const damaged = Buffer.from(segment);
    damaged.writeUInt32LE(0xffffffff, 12);
    expect(parseSegment(damaged).corruptItems).toBe(5);
  });

  it('leaves out what was delivered', () => {
    const partly = Buffer.from(segment);
    partly.set(DONE_MARK, firstBytes);
    expect(text(parseSegment(partly))).toEqual([
      ['first', 1],
      ['third', 3],
    ]);
    expect(parseSegment(partly).frames.map(({ offset }) => offset)).toEqual([0, firstBytes + secondBytes]);
  });

  it('is empty when the power failed before anything but its length was written', () => {
    expect(parseSegment(Buffer.alloc(4096))).toEqual({ frames: [], corruptItems: 1 });
  });
});
