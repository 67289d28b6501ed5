/** How often and after which time a failed request is repeated. */
export interface RetryPolicy {
  /** @default 5 */
  readonly maxRetries: number;
  /** Milliseconds before the first retry. @default 1000 */
  readonly initialBackoffMillis: number;
  /** Milliseconds, the longest wait that is not the server's wish. @default 5000 */
  readonly maxBackoffMillis: number;
  /** By how much each wait is longer than the one before. @default 1.5 */
  readonly backoffMultiplier: number;
  /** By which fraction a wait may be longer or shorter, so that clients don't return all at once. @default 0.2 */
  readonly jitter: number;
}

/** What the OpenTelemetry exporters for JavaScript do. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = Object.freeze({
  maxRetries: 5,
  initialBackoffMillis: 1000,
  maxBackoffMillis: 5000,
  backoffMultiplier: 1.5,
  jitter: 0.2,
});

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** Tells whether the protocol allows to repeat a request that got this status. @see https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
export function isRetryableStatus(status: number): boolean {
  return RETRYABLE_STATUS.has(status);
}

/** Tells whether an error of the connection may pass. */
export function isRetryableCode(code: string | undefined): boolean {
  return code !== undefined && RETRYABLE_CODES.has(code);
}

/** Gives the milliseconds to wait before retry number `retry` (from 0); a server's wish is met, and only ever exceeded by the jitter. */
export function retryDelayMillis(policy: RetryPolicy, retry: number, random: () => number, retryAfterMillis: number | undefined): number {
  if (retryAfterMillis) return retryAfterMillis * (1 + policy.jitter * random());
  const backoff = Math.min(policy.initialBackoffMillis * policy.backoffMultiplier ** retry, policy.maxBackoffMillis);
  return backoff * (1 - policy.jitter + 2 * policy.jitter * random());
}

/**
 * Reads a `Retry-After` header, seconds or an HTTP date, as milliseconds from now; undefined if there is none, it is no such, or it is past.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(header: string | undefined, wallTime: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const millis = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - wallTime;
  return millis > 0 && Number.isFinite(millis) ? millis : undefined;
}
