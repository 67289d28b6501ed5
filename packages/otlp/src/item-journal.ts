import { assembleRequest, type ResourceItems } from './assemble-request.js';
import type { Envelope } from './encode-envelope.js';
import type { EncodedRequest } from './encoded-request.js';

/** Bytes before the records: how many bytes of records there are. */
const HEADER_BYTES = 8;
const INITIAL_BYTES = 64 * 1024;
/** Reserved, not used: memory grows as it is needed. A buffer makes a batch long before. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Each record begins with its length, what it is, the group it belongs to and, for an item, what it counts for. */
const RECORD_BYTES = 12;
const GROUP = 1;
const ITEM = 2;

/**
 * A copy of what an {@link ItemBuffer} holds, in memory that other threads share: what a thread that is stopped from outside has recorded
 * and not yet sent can be read there.
 */
export class ItemJournal {
  readonly memory: SharedArrayBuffer;
  readonly #used: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor() {
    this.memory = new SharedArrayBuffer(INITIAL_BYTES, { maxByteLength: MAX_BYTES });
    this.#used = new Int32Array(this.memory, 0, 1);
    this.#bytes = new Uint8Array(this.memory);
    this.#view = new DataView(this.memory);
  }

  /** Says what the items of a group belong to. */
  define(group: number, resource: Envelope, scope: Envelope): void {
    const parts = [resource.head, resource.tail, scope.head, scope.tail];
    const length = parts.reduce((sum, part) => sum + 4 + part.length, 0);
    const start = this.#begin(GROUP, group, 0, length);
    if (start < 0) return;
    let position = start;
    for (const part of parts) {
      this.#view.setUint32(position, part.length, true);
      this.#bytes.set(part, position + 4);
      position += 4 + part.length;
    }
    this.#end(position);
  }

  /** Copies an item in encoded form. */
  append(group: number, item: Uint8Array, count: number): void {
    const start = this.#begin(ITEM, group, count, item.length);
    if (start < 0) return;
    this.#bytes.set(item, start);
    this.#end(start + item.length);
  }

  /** Forgets everything, because it is a batch now. */
  reset(): void {
    Atomics.store(this.#used, 0, 0);
  }

  #begin(kind: number, group: number, count: number, length: number): number {
    const start = HEADER_BYTES + Atomics.load(this.#used, 0);
    const needed = start + RECORD_BYTES + length;
    if (needed > MAX_BYTES) return -1;
    if (needed > this.memory.byteLength) this.memory.grow(Math.min(MAX_BYTES, Math.max(needed, this.memory.byteLength * 2)));
    this.#view.setUint32(start, length, true);
    this.#view.setUint16(start + 4, kind, true);
    this.#view.setUint16(start + 6, group, true);
    this.#view.setUint32(start + 8, count, true);
    return start + RECORD_BYTES;
  }

  #end(position: number): void {
    // Only now does the record exist for others.
    Atomics.store(this.#used, 0, position - HEADER_BYTES);
  }
}

/** Reads a journal of another thread as one request; undefined if it has no item. */
export function readJournal(memory: SharedArrayBuffer): EncodedRequest | undefined {
  const end = HEADER_BYTES + Atomics.load(new Int32Array(memory, 0, 1), 0);
  // A copy: the thread may still be writing.
  const bytes = new Uint8Array(memory, 0, end).slice();
  const view = new DataView(bytes.buffer);
  const groups = new Map<number, { resource: Envelope; scope: Envelope; items: Uint8Array[] }>();
  let items = 0;
  for (let position = HEADER_BYTES; position < end; ) {
    const content = bytes.subarray(position + RECORD_BYTES, position + RECORD_BYTES + view.getUint32(position, true));
    const group = view.getUint16(position + 6, true);
    if (view.getUint16(position + 4, true) === GROUP) groups.set(group, { ...readGroup(content), items: [] });
    else {
      groups.get(group)?.items.push(content);
      items += view.getUint32(position + 8, true);
    }
    position += RECORD_BYTES + content.length;
  }
  const resources = [...groups.values()].map(({ resource, scope, items }): ResourceItems => ({ resource, scopes: [{ scope, items }] }));
  return items > 0 ? { body: assembleRequest(resources), items } : undefined;
}

function readGroup(content: Uint8Array): { resource: Envelope; scope: Envelope } {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let position = 0;
  const next = (): Uint8Array => {
    const start = position + 4;
    position = start + view.getUint32(position, true);
    return content.subarray(start, position);
  };
  return { resource: { head: next(), tail: next() }, scope: { head: next(), tail: next() } };
}
