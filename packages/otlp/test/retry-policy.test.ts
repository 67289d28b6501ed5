import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY_POLICY, isRetryableCode, parseRetryAfter, retryDelayMillis } from '../src/retry-policy.js';

const now = Date.UTC(2026, 0, 1);

describe('the retry policy', () => {
  it.each([
    [0, 0.5, 1000],
    [1, 0.5, 1500],
    [4, 0.5, 5000],
    [50, 0.5, 5000],
    [0, 0, 800],
    [0, 1, 1200],
  ])('waits, before retry %d and with the random number %d, for %d ms', (retry, random, millis) => {
    expect(retryDelayMillis(DEFAULT_RETRY_POLICY, retry, () => random, undefined)).toBeCloseTo(millis, 6);
  });

  it('never waits less than the server asks, and at most a fifth more', () => {
    expect(retryDelayMillis(DEFAULT_RETRY_POLICY, 0, () => 0, 10_000)).toBe(10_000);
    expect(retryDelayMillis(DEFAULT_RETRY_POLICY, 0, () => 1, 10_000)).toBe(12_000);
  });

  it.each([
    ['120', 120_000],
    [' 5 ', 5000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', undefined],
    ['0', undefined],
    ['-3', undefined],
    ['9'.repeat(400), undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads Retry-After: %s as %s', (header, millis) => {
    expect(parseRetryAfter(header, now)).toBe(millis);
  });

  it('repeats after errors of the connection only', () => {
    const codes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];
    expect(codes.every(isRetryableCode)).toBe(true);
    expect(['CERT_HAS_EXPIRED', 'ERR_INVALID_CHAR', undefined].some(isRetryableCode)).toBe(false);
  });
});
