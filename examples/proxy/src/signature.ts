import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether an `X-Hub-Signature-256` header is the HMAC SHA-256 of the body; compared in constant time. */
export function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header ?? '')?.[1];
  if (hex === undefined) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());
}
