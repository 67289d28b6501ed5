import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameUuid, sha1 } from '../src/name-uuid.js';

describe('nameUuid', () => {
  it('gives the example of RFC 9562', () => {
    expect(nameUuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });
});

describe('sha1', () => {
  it('agrees with node:crypto for any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(fc.property(bytes, (message) => sha1(Buffer.from(message)).equals(createHash('sha1').update(message).digest())));
  });

  it.each([0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128])('pads a message of %i bytes rightly', (length) => {
    const message = Buffer.alloc(length, 0xa5);
    expect(sha1(message).toString('hex')).toBe(createHash('sha1').update(message).digest('hex'));
  });
});
