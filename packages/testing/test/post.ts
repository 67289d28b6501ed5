import type { Receiver } from '@telewright/testing';

/** Sends a body and reads the whole answer. */
export async function post(
  receiver: Receiver,
  path: string,
  body: string | Uint8Array,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<{ status: number; headers: Headers; bytes: Uint8Array; text: string }> {
  const response = await fetch(receiver.url + path, { method: 'POST', headers, body: body as string | Uint8Array<ArrayBuffer> });
  const bytes = await response.bytes();
  return { status: response.status, headers: response.headers, bytes, text: Buffer.from(bytes).toString() };
}

/** Sends an OTLP/JSON payload. */
export function postJson(receiver: Receiver, path: string, payload: object): ReturnType<typeof post> {
  return post(receiver, path, JSON.stringify(payload));
}
