/**
 * Makes the UUIDv5 of a name in a namespace (RFC 9562, section 5.5).
 *
 * SHA-1 is written out because loading `node:crypto` takes 4 to 5 ms, a third of what the whole SDK may add to a start.
 */
export function nameUuid(namespace: string, name: string): string {
  const digest = sha1(Buffer.concat([Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(name, 'utf8')]));
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Computes the SHA-1 of bytes (RFC 3174); for naming things, not for security. */
export function sha1(message: Buffer): Buffer {
  const padded = Buffer.alloc((((message.length + 8) >> 6) << 6) + 64);
  message.copy(padded);
  padded[message.length] = 0x80;
  padded.writeUInt32BE(message.length * 8, padded.length - 4);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let offset = 0; offset < padded.length; offset += 64) addBlock(state, padded, offset);
  const digest = Buffer.alloc(20);
  for (const [index, word] of state.entries()) digest.writeInt32BE(word, index * 4);
  return digest;
}

function addBlock(state: Int32Array, bytes: Buffer, offset: number): void {
  const words = new Int32Array(80);
  const word = (index: number): number => words[index] ?? 0;
  for (let t = 0; t < 80; t++) {
    words[t] = t < 16 ? bytes.readInt32BE(offset + t * 4) : rotate(word(t - 3) ^ word(t - 8) ^ word(t - 14) ^ word(t - 16), 1);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let t = 0; t < 80; t++) {
    const next = (rotate(a, 5) + round(t, b, c, d) + e + word(t)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = (state[index] ?? 0) + value;
}

function round(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
