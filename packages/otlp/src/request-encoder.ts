import { assembleRequest, type ResourceItems, type ScopeItems } from './assemble-request.js';
import { type Envelope, encodeResource, encodeScope, type ResourceData, type ScopeData } from './encode-envelope.js';
import { ProtoWriter } from './proto-writer.js';

/** What the encoder of requests has to know about a kind of item. */
export interface ItemCodec<Item> {
  /** Gives the resource an item belongs to. */
  resource(item: Item): ResourceData;
  /** Gives the scope an item belongs to. */
  scope(item: Item): ScopeData;
  /** Appends the item in encoded form. */
  encode(writer: ProtoWriter, item: Item): void;
  /** Counts what an item stands for in statistics. */
  count(item: Item): number;
  /** Divides items into two parts, or gives nothing if they can't be divided. */
  halve(items: readonly Item[]): readonly [Item[], Item[]] | undefined;
}

/** An encoded request, how many items it has, and how many are missing because they can't be encoded. */
export interface EncodedRequest {
  readonly body: Uint8Array;
  readonly count: number;
  readonly dropped: number;
}

/** Divides a list in the middle, or gives nothing if it has less than two elements. */
export function halveList<Element>(list: readonly Element[]): readonly [Element[], Element[]] | undefined {
  if (list.length < 2) return undefined;
  const middle = list.length >>> 1;
  return [list.slice(0, middle), list.slice(middle)];
}

/** Encodes batches of items; remembers resources and scopes in encoded form, and keeps its buffer from batch to batch. */
export class RequestEncoder<Item> {
  readonly #codec: ItemCodec<Item>;
  readonly #resources = new WeakMap<ResourceData, Envelope>();
  readonly #scopes = new WeakMap<ScopeData, Envelope>();
  #idleWriter: ProtoWriter | undefined;

  constructor(codec: ItemCodec<Item>) {
    this.#codec = codec;
  }

  /** Encodes a batch as one request, grouped by resource and scope; an item that can't be encoded is left out. */
  encode(items: readonly Item[]): EncodedRequest {
    // A getter in an attribute may end a span whose exporter encodes at once: the writer in use must not be found then.
    const writer = this.#idleWriter ?? new ProtoWriter();
    this.#idleWriter = undefined;
    const resources: ResourceItems[] = [];
    const totals = { count: 0, dropped: 0 };
    const ranges: { items: Uint8Array[]; start: number; end: number }[] = [];
    for (const [resource, scopes] of this.#group(items)) {
      const scopeItems: ScopeItems[] = [];
      for (const [scope, members] of scopes) {
        const range = { items: [], start: writer.position, end: 0 };
        for (const item of members) this.#append(writer, item, totals);
        range.end = writer.position;
        ranges.push(range);
        if (range.end > range.start) scopeItems.push({ scope: this.#scope(scope), items: range.items });
      }
      resources.push({ resource: this.#resource(resource), scopes: scopeItems });
    }
    for (const { items: chunks, start, end } of ranges) chunks.push(writer.view(start, end));
    const body = assembleRequest(resources);
    writer.reset();
    this.#idleWriter = writer;
    return { body, ...totals };
  }

  #append(writer: ProtoWriter, item: Item, totals: { count: number; dropped: number }): void {
    const start = writer.position;
    try {
      this.#codec.encode(writer, item);
      totals.count += this.#codec.count(item);
    } catch {
      // Only a foreign object that throws when it is read gets here; the caller says how many were lost.
      writer.position = start;
      totals.dropped++;
    }
  }

  #group(items: readonly Item[]): Map<ResourceData, Map<ScopeData, Item[]>> {
    const resources = new Map<ResourceData, Map<ScopeData, Item[]>>();
    for (const item of items) {
      const scopes = getOrAdd(resources, this.#codec.resource(item), () => new Map<ScopeData, Item[]>());
      getOrAdd(scopes, this.#codec.scope(item), () => []).push(item);
    }
    return resources;
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

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
