/** What a server said beside the status of a request it took. */
export interface PartialSuccess {
  /** How many items it did not take. */
  readonly rejected: number;
  /** Why, or a warning if nothing was rejected. */
  readonly message: string;
}

const PARTIAL_SUCCESS = 1;
const REJECTED = 1;
const ERROR_MESSAGE = 2;
const STATUS_MESSAGE = 2;

/**
 * Decodes the partial success of an export response; undefined if there is none, or if the bytes are no such response.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export function decodePartialSuccess(body: Uint8Array): PartialSuccess | undefined {
  const inner = readFields(body)?.get(PARTIAL_SUCCESS);
  if (!(inner instanceof Uint8Array)) return undefined;
  const fields = readFields(inner);
  if (!fields) return undefined;
  const rejected = fields.get(REJECTED);
  const message = text(fields.get(ERROR_MESSAGE));
  const count = typeof rejected === 'number' ? rejected : 0;
  return count > 0 || message ? { rejected: count, message } : undefined;
}

/** Decodes the message of a `google.rpc.Status`, the body of an answer that is an error; empty if the bytes are no such thing. */
export function decodeStatusMessage(body: Uint8Array): string {
  return text(readFields(body)?.get(STATUS_MESSAGE));
}

function text(value: number | Uint8Array | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : '';
}

/** Reads the varint and length-delimited fields of a message, the last of each number; undefined if it is not well-formed. */
function readFields(bytes: Uint8Array): Map<number, number | Uint8Array> | undefined {
  const fields = new Map<number, number | Uint8Array>();
  const cursor = { position: 0 };
  while (cursor.position < bytes.length) {
    const tag = readVarint(bytes, cursor);
    if (tag === undefined || tag < 8) return undefined;
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 1 || wireType === 5) {
      cursor.position += wireType === 1 ? 8 : 4;
      continue;
    }
    const value = wireType === 0 || wireType === 2 ? readVarint(bytes, cursor) : undefined;
    if (value === undefined) return undefined;
    if (wireType === 0) {
      fields.set(number, value);
    } else {
      const end = cursor.position + value;
      if (end > bytes.length) return undefined;
      fields.set(number, bytes.subarray(cursor.position, end));
      cursor.position = end;
    }
  }
  return cursor.position === bytes.length ? fields : undefined;
}

/** Reads a varint as a number, which is exact below 2^53: enough for counts and lengths. */
function readVarint(bytes: Uint8Array, cursor: { position: number }): number | undefined {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[cursor.position++];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return value;
  }
  return undefined;
}
