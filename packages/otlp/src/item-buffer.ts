import { assembleRequest, type ResourceItems } from './assemble-request.js';
import { type Envelope, encodeResource, encodeScope, type ResourceData, type ScopeData } from './encode-envelope.js';
import type { EncodedRequest } from './encoded-request.js';
import type { ItemJournal } from './item-journal.js';
import { ProtoWriter } from './proto-writer.js';

/** What a buffer has to know about a kind of item. */
export interface ItemCodec<Item> {
  /** Gives the resource an item belongs to. */
  resource(item: Item): ResourceData;
  /** Gives the scope an item belongs to. */
  scope(item: Item): ScopeData;
  /** Appends the item in encoded form. */
  encode(writer: ProtoWriter, item: Item): void;
  /** Counts what an item stands for in statistics. */
  count(item: Item): number;
}

/** An item that knows how to encode itself. */
export interface SelfEncodingItem {
  /** Appends the item, and tells whether it could; where not, what it has written is forgotten. */
  encode(writer: ProtoWriter): boolean;
}

interface Group {
  readonly resource: ResourceData;
  readonly scope: ScopeData;
  readonly chunks: Uint8Array[];
}

/**
 * Holds items of one signal as the bytes that will be sent: each is encoded when it is added, and is not needed afterwards.
 * Resources and scopes are encoded once and remembered, and the buffer is used again after each {@link seal}.
 */
export class ItemBuffer<Item> {
  readonly #codec: ItemCodec<Item>;
  readonly #journal: ItemJournal | undefined;
  readonly #writer = new ProtoWriter();
  readonly #resources = new WeakMap<ResourceData, Envelope>();
  readonly #scopes = new WeakMap<ScopeData, Envelope>();
  readonly #groups: Group[] = [];
  /** Neighbours of one group are one run, `runGroups[i]` up to `runEnds[i]`, so that a batch of one scope is one chunk. */
  readonly #runGroups: number[] = [];
  readonly #runEnds: number[] = [];
  /** What was added while another item was being encoded. */
  readonly #deferred: Item[] = [];
  #encoding = false;
  #items = 0;
  #dropped = 0;

  /** Each item is copied to the journal, if there is one. */
  constructor(codec: ItemCodec<Item>, journal?: ItemJournal) {
    this.#codec = codec;
    this.#journal = journal;
  }

  /** Spans, records or points that wait. */
  get items(): number {
    return this.#items;
  }

  /** Bytes of the items that wait. */
  get bytes(): number {
    return this.#writer.position;
  }

  /** Items that could not be encoded since this was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Encodes an item. One that can't be encoded is left out and counted; one that stands for nothing is left out. */
  add(item: Item): void {
    if (this.#encoding) {
      // A getter in an attribute may end a span: its bytes must not get into the middle of another's.
      this.#deferred.push(item);
      return;
    }
    this.#encoding = true;
    this.#encode(item);
    // Asked for first: to take from an empty list is a call into V8.
    while (this.#deferred.length > 0) this.#encode(this.#deferred.shift() as Item);
    this.#encoding = false;
  }

  /**
   * Appends an item that encodes itself.
   *
   * @returns whether it did; nothing is changed if it could not, or if another item is being encoded
   */
  append(item: SelfEncodingItem, resource: ResourceData, scope: ScopeData): boolean {
    if (this.#encoding) return false;
    const writer = this.#writer;
    const start = writer.position;
    this.#encoding = true;
    let encoded = false;
    try {
      encoded = item.encode(writer);
    } finally {
      this.#encoding = false;
      if (!encoded) writer.position = start;
    }
    if (encoded) this.#keep(start, resource, scope, 1);
    return encoded;
  }

  #encode(item: Item): void {
    const writer = this.#writer;
    const start = writer.position;
    try {
      const count = this.#codec.count(item);
      if (count === 0) return;
      const resource = this.#codec.resource(item);
      const scope = this.#codec.scope(item);
      this.#codec.encode(writer, item);
      this.#keep(start, resource, scope, count);
    } catch {
      // Only a foreign object that throws when it is read gets here; the caller tells how many were lost.
      writer.position = start;
      this.#dropped++;
    }
  }

  #keep(start: number, resource: ResourceData, scope: ScopeData, count: number): void {
    const group = this.#groupOf(resource, scope);
    this.#items += count;
    this.#extend(group, this.#writer.position);
    this.#journal?.append(group, this.#writer.view(start), count);
  }

  /** Gives everything as one request, grouped by resource and scope, and forgets it; undefined if there is nothing. */
  seal(): EncodedRequest | undefined {
    // Nothing can be added meanwhile: all of this is synchronous, and only encoding runs foreign code.
    if (this.#items === 0 || this.#encoding) return undefined;
    let start = 0;
    for (let run = 0; run < this.#runEnds.length; run++) {
      const end = this.#runEnds[run] as number;
      (this.#groups[this.#runGroups[run] as number] as Group).chunks.push(this.#writer.view(start, end));
      start = end;
    }
    const request = { body: assembleRequest(this.#byResource()), items: this.#items };
    this.#groups.length = this.#runGroups.length = this.#runEnds.length = this.#items = 0;
    this.#writer.reset();
    return request;
  }

  /** Clears the journal, once what was sealed is kept elsewhere. */
  clearJournal(): void {
    if (this.#items === 0) this.#journal?.reset();
  }

  #groupOf(resource: ResourceData, scope: ScopeData): number {
    const groups = this.#groups;
    for (let index = groups.length - 1; index >= 0; index--) {
      const group = groups[index] as Group;
      if (group.scope === scope && group.resource === resource) return index;
    }
    const index = groups.push({ resource, scope, chunks: [] }) - 1;
    this.#journal?.define(index, this.#resource(resource), this.#scope(scope));
    return index;
  }

  #extend(group: number, end: number): void {
    const last = this.#runGroups.length - 1;
    // Not at -1, where V8 would look for a property from then on.
    if (last >= 0 && this.#runGroups[last] === group) {
      this.#runEnds[last] = end;
    } else {
      this.#runGroups.push(group);
      this.#runEnds.push(end);
    }
  }

  #byResource(): ResourceItems[] {
    const resources = new Map<ResourceData, { resource: Envelope; scopes: { scope: Envelope; items: Uint8Array[] }[] }>();
    for (const { resource, scope, chunks } of this.#groups) {
      const entry = resources.get(resource) ?? { resource: this.#resource(resource), scopes: [] };
      resources.set(resource, entry);
      entry.scopes.push({ scope: this.#scope(scope), items: chunks });
    }
    return [...resources.values()];
  }

  #resource(resource: ResourceData): Envelope {
    const known = this.#resources.get(resource);
    if (known) return known;
    const encoded = encodeResource(resource);
    if (!resource.asyncAttributesPending) this.#resources.set(resource, encoded);
    return encoded;
  }

  #scope(scope: ScopeData): Envelope {
    const known = this.#scopes.get(scope);
    if (known) return known;
    const encoded = encodeScope(scope);
    this.#scopes.set(scope, encoded);
    return encoded;
  }
}
