import type { Field, MessageType } from './message-type.js';
import { checkNesting } from './nesting-limit.js';
import { mismatch } from './scalar.js';

/**
 * Reads a message from OTLP/JSON text: protobuf's JSON form with lowerCamelCase names only, and ids in hex. Unknown fields are ignored.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function readJson<M extends object>(type: MessageType<M>, bytes: Uint8Array): M {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  return readMessage(type, JSON.parse(text, keepLargeIntegers), '', 1);
}

/** A time in nanoseconds is above 2^53: as a JSON number it would lose its last digits. */
function keepLargeIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function readMessage<M extends object>(type: MessageType<M>, json: unknown, path: string, depth: number): M {
  checkNesting(depth);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw at(path, mismatch('an object', json));
  const message = type.create();
  for (const field of type.fields) {
    const value = (json as Record<string, unknown>)[field.name];
    if (value === undefined || value === null) continue;
    const fieldPath = path === '' ? field.name : `${path}.${field.name}`;
    type.assign(message, field, field.repeated ? readList(field, value, fieldPath, depth) : readValue(field, value, fieldPath, depth));
  }
  return message;
}

function readList(field: Field<unknown>, json: unknown, path: string, depth: number): unknown[] {
  if (!Array.isArray(json)) throw at(path, mismatch('an array', json));
  return json.map((item, index) => readValue(field, item, `${path}[${index}]`, depth));
}

function readValue(field: Field<unknown>, json: unknown, path: string, depth: number): unknown {
  if (typeof field.type === 'function') return readMessage(field.type(), json, path, depth + 1);
  try {
    return field.type.parse(json);
  } catch (cause) {
    throw at(path, cause as Error);
  }
}

function at(path: string, cause: Error): Error {
  return path === '' ? cause : new TypeError(`${path}: ${cause.message}`, { cause });
}
