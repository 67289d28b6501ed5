import { describe, expect, it } from 'vitest';
import { failureText, isRetryableCode, isRetryableStatus, retryAfterMillis } from '../src/retry-rules.js';

describe('what may be sent again', () => {
  it('are the statuses that OTLP names and connection errors that pass', () => {
    expect([400, 401, 404, 413, 429, 500, 501, 502, 503, 504].filter(isRetryableStatus)).toEqual([429, 502, 503, 504]);
    expect(isRetryableCode(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isRetryableCode(Object.assign(new Error(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toBe(false);
    expect(isRetryableCode(undefined)).toBe(false);
  });
});

describe('retryAfterMillis', () => {
  it('reads seconds and dates', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfterMillis('3')).toBe(3_000);
    expect(retryAfterMillis('Thu, 01 Jan 2026 00:00:02 GMT', now)).toBe(2_000);
    expect(retryAfterMillis('Thu, 01 Jan 2025 00:00:00 GMT', now)).toBe(0);
    expect([retryAfterMillis(undefined), retryAfterMillis('soon')]).toEqual([undefined, undefined]);
  });
});

describe('failureText', () => {
  it('names the code and never the message', () => {
    expect(failureText(Object.assign(new Error('connect ECONNREFUSED user:secret@host'), { code: 'ECONNREFUSED' }))).toBe(
      'connection refused (ECONNREFUSED)',
    );
    expect(failureText(new TypeError('secret'))).toBe('TypeError');
    expect(failureText('secret')).toBe('unexpected error');
  });
});
