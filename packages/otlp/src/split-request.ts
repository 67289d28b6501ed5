import type { EncodedRequest } from './encoded-request.js';
import type { Signal } from './export-event.js';
import { ProtoWriter } from './proto-writer.js';

/** The field that leads from each message to the next: request, resource, scope, and for metrics the metric and its data. */
const PATHS: Readonly<Record<Signal, readonly (readonly number[])[]>> = {
  traces: [[1], [2], [2]],
  logs: [[1], [2], [2]],
  // A metric's data is a gauge, a sum, a histogram or an exponential histogram, and each has its points in field 1.
  metrics: [[1], [2], [2], [5, 7, 9, 10], [1]],
};

interface Field {
  readonly number: number;
  /** The whole field, tag included. */
  readonly raw: Uint8Array;
  /** What a length-delimited field contains. */
  readonly content: Uint8Array | undefined;
}

/** Divides an export request where it has several of something; undefined if it has one item (one point, for metrics) or is malformed. */
export function splitRequest(body: Uint8Array, signal: Signal): readonly [EncodedRequest, EncodedRequest] | undefined {
  const halves = split(body, PATHS[signal], 0);
  return halves && [withCount(halves[0], signal), withCount(halves[1], signal)];
}

/** Counts the spans, records or points of an export request; 0 if it is malformed. */
export function countItems(body: Uint8Array, signal: Signal): number {
  return count(body, PATHS[signal], 0);
}

function withCount(body: Uint8Array, signal: Signal): EncodedRequest {
  return { body, items: countItems(body, signal) };
}

function split(message: Uint8Array, path: readonly (readonly number[])[], level: number): [Uint8Array, Uint8Array] | undefined {
  const numbers = path[level];
  const fields = readFields(message);
  if (!numbers || !fields) return undefined;
  const inner = fields.filter((field) => numbers.includes(field.number));
  if (inner.length > 1) {
    const first = new Set(inner.slice(0, inner.length >>> 1));
    const second = new Set(inner.slice(inner.length >>> 1));
    return [join(fields.filter((field) => !second.has(field))), join(fields.filter((field) => !first.has(field)))];
  }
  const only = inner[0];
  const halves = only?.content && split(only.content, path, level + 1);
  if (!only || !halves) return undefined;
  const half = (content: Uint8Array): Uint8Array => join(fields.map((field) => (field === only ? framed(only.number, content) : field)));
  return [half(halves[0]), half(halves[1])];
}

function count(message: Uint8Array, path: readonly (readonly number[])[], level: number): number {
  const numbers = path[level];
  if (!numbers) return 1;
  let total = 0;
  for (const { number, content } of readFields(message) ?? [])
    if (content && numbers.includes(number)) total += count(content, path, level + 1);
  return total;
}

function framed(number: number, content: Uint8Array): Field {
  const writer = new ProtoWriter(content.length + 8);
  writer.bytes(number * 8 + 2, content);
  return { number, raw: writer.view(), content };
}

function join(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields.map((field) => field.raw));
}

/** Reads the fields of a message in their order; undefined if it is not well-formed. */
function readFields(message: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  const cursor = { position: 0 };
  while (cursor.position < message.length) {
    const start = cursor.position;
    const tag = readVarint(message, cursor);
    const wireType = tag % 8;
    let content: Uint8Array | undefined;
    if (wireType === 2) {
      const length = readVarint(message, cursor);
      content = message.subarray(cursor.position, cursor.position + length);
      cursor.position += length;
    } else if (wireType === 0) readVarint(message, cursor);
    else if (wireType === 1 || wireType === 5) cursor.position += wireType === 1 ? 8 : 4;
    else return undefined;
    // A length that is no number fails this test too.
    if (!(cursor.position <= message.length)) return undefined;
    fields.push({ number: Math.floor(tag / 8), raw: message.subarray(start, cursor.position), content });
  }
  return fields;
}

/** Reads a varint, exact below 2^53; NaN if it does not end. */
function readVarint(bytes: Uint8Array, cursor: { position: number }): number {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[cursor.position++];
    if (byte === undefined) return Number.NaN;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return value;
  }
  return Number.NaN;
}
