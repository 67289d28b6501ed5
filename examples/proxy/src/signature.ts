import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Says whether a header is the HMAC SHA-256 of exactly these bytes, compared in constant time.
 *
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSignedBy(secret: string, body: Uint8Array, header: unknown): boolean {
  const digest = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1] : undefined;
  if (digest === undefined) return false;
  const expected = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(digest, 'hex'));
}
