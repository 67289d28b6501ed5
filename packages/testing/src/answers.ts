/** How to answer a request instead of accepting it. What is not answered with a 2xx status is not kept. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds to wait before the answer. @default 0 */
  readonly delayMillis?: number;
  /** Close the connection without an answer. */
  readonly reset?: true;
  /** Never answer. */
  readonly hang?: true;
}

/** The body of an error answer: google.rpc.Status, as OTLP asks for, in the request's own format. */
export function statusBody(json: boolean, message: string): string | Buffer {
  if (json) return JSON.stringify({ message });
  const text = Buffer.from(message.slice(0, 100));
  return Buffer.concat([Buffer.from([0x12, text.length]), text]); // field 2, a string of less than 128 bytes
}
