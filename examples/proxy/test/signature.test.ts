import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../src/signature.ts';

describe('isSignedBy', () => {
  // The example of GitHub's documentation.
  const secret = "It's a Secret to Everybody";
  const body = Buffer.from('Hello, World!');
  const digest = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

  it('accepts the signature that GitHub documents', () => {
    expect(isSignedBy(secret, body, `sha256=${digest}`)).toBe(true);
    expect(isSignedBy(secret, body, `sha256=${digest.toUpperCase()}`)).toBe(true);
  });

  it('refuses another secret and another body', () => {
    expect(isSignedBy('other', body, `sha256=${digest}`)).toBe(false);
    expect(isSignedBy(secret, Buffer.from('Hello, World?'), `sha256=${digest}`)).toBe(false);
  });

  it.each([
    undefined,
    '',
    digest,
    `sha1=${digest}`,
    `sha256=${digest.slice(1)}`,
    `sha256=${digest}0`,
    `sha256=${'g'.repeat(64)}`,
    [`sha256=${digest}`],
  ])('refuses the malformed header %s', (header) => {
    expect(isSignedBy(secret, body, header)).toBe(false);
  });
});
