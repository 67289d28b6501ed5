/** A request as it stands in a segment. */
export interface Frame {
  /** Where it begins in its segment. */
  readonly offset: number;
  readonly items: number;
  readonly body: Uint8Array;
}

/** What is found in a segment. */
export interface ParsedSegment {
  /** What is still to be sent. */
  readonly frames: readonly Frame[];
  /** Items in what is damaged or torn; 1 where it is not known how many. */
  readonly corruptItems: number;
}

/** Bytes before each body: state, magic, length, checksum, number of items. */
export const HEADER_BYTES = 16;
const MAGIC = 'TW1';
const PENDING = 1;
const DONE = 2;

/** What marks a frame as delivered: this byte at the frame's offset. */
export const DONE_MARK: Uint8Array = Uint8Array.of(DONE);

/** Makes the header that precedes a body. */
export function frameHeader(body: Uint8Array, items: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = PENDING;
  header.write(MAGIC, 1, 'latin1');
  header.writeUInt32LE(body.length, 4);
  header.writeUInt32LE(items, 12);
  header.writeUInt32LE(checksum(header, body), 8);
  return header;
}

/** Reads a segment up to its end or to the first place that is no frame: a process that died while writing leaves a torn tail. */
export function parseSegment(bytes: Buffer): ParsedSegment {
  const frames: Frame[] = [];
  let corruptItems = 0;
  let offset = 0;
  while (offset + HEADER_BYTES <= bytes.length) {
    const header = bytes.subarray(offset, offset + HEADER_BYTES);
    if (header.toString('latin1', 1, 4) !== MAGIC) return { frames, corruptItems: corruptItems + 1 };
    const length = header.readUInt32LE(4);
    const body = bytes.subarray(offset + HEADER_BYTES, offset + HEADER_BYTES + length);
    const items = header.readUInt32LE(12);
    const isWhole = body.length === length && header.readUInt32LE(8) === checksum(header, body);
    if (header[0] !== DONE) {
      if (isWhole) frames.push({ offset, items, body });
      // The number itself may be what is damaged; an item takes two bytes or more.
      else corruptItems += Math.min(items, length);
    }
    offset += HEADER_BYTES + length;
  }
  return { frames, corruptItems };
}

function checksum(header: Uint8Array, body: Uint8Array): number {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  return crc32(body, crc32(header.subarray(12, HEADER_BYTES)));
}
