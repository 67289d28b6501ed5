/** What a receiver that took only a part says of the rest. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/** Reads the partial success from the body of an `Export*ServiceResponse` in protobuf; undefined where all was taken or the body is garbage. */
export function partialSuccess(response: Uint8Array): PartialSuccess | undefined {
  const outer = fields(Buffer.from(response)).get(1);
  if (!Buffer.isBuffer(outer)) return undefined;
  const inner = fields(outer);
  const rejected = inner.get(1) ?? 0;
  const text = inner.get(2);
  const message = Buffer.isBuffer(text) ? text.toString().slice(0, 200) : '';
  return typeof rejected === 'number' && (rejected > 0 || message !== '') ? { rejected, message } : undefined;
}

/** Reads the varint and length-delimited fields of a message; stops at anything else. */
function fields(bytes: Buffer): Map<number, number | Buffer> {
  const found = new Map<number, number | Buffer>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 0x80) {
      const byte = bytes[at++] as number;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag % 8 === 0) {
      found.set(tag >> 3, varint());
    } else if (tag % 8 === 2) {
      const size = varint();
      found.set(tag >> 3, bytes.subarray(at, at + size));
      at += size;
    } else {
      break;
    }
  }
  return found;
}
