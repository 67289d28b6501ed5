import { type Clock, systemClock } from './clock.js';
import { emitEvent } from './emit-event.js';
import type { ResourceData, ScopeData } from './encode-envelope.js';
import type { EncodedRequest } from './encoded-request.js';
import type { ExportEvent, Signal } from './export-event.js';
import { ItemBuffer, type ItemCodec, type SelfEncodingItem } from './item-buffer.js';
import type { ItemJournal } from './item-journal.js';
import type { Batch } from './outbox/batch.js';
import { Outbox } from './outbox/outbox.js';
import type { BatchMirror, OutboxOptions } from './outbox/outbox-options.js';
import type { Spool } from './spool/spool.js';
import { createTransport } from './transport.js';
import type { Headers, Transport, TransportOptions } from './transport-options.js';

/** How a signal is queued and sent. */
export interface SignalQueueOptions extends Omit<TransportOptions, 'signal'> {
  /** Items in memory at the most, those being sent included; what is beyond is stored or dropped. @default 2048 */
  readonly maxItems?: number;
  /** Bytes in memory at the most. @default 8388608 (8 MiB) */
  readonly maxBytes?: number;
  /** Items in one request at the most. @default 512 */
  readonly maxBatchItems?: number;
  /** Milliseconds that an item waits for others at the most. @default 5000 */
  readonly delayMillis?: number;
  /** Nothing is sent before this settles, as long as memory holds it: for a resource that is not whole yet. */
  readonly ready?: Promise<unknown>;
  /** Takes what memory does not, and what is left at the end of the process. */
  readonly spool?: Spool;
  /** Keeps copies where another thread finds them, for a thread that may be stopped from outside. */
  readonly safekeeping?: Safekeeping;
  /** Whether each batch is stored before it is sent. @default false */
  readonly storeAlways?: boolean;
}

/** Where a queue keeps copies of what it holds in memory. */
export interface Safekeeping extends BatchMirror {
  /** Gives the place for what is not in a batch yet. */
  journal(urgent: boolean): ItemJournal;
}

const DEFAULT_MAX_ITEMS = 2048;
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;
const DEFAULT_BATCH_ITEMS = 512;
const DEFAULT_DELAY_MILLIS = 5000;
/** Options that are no data. */
const OBJECTS: ReadonlySet<string> = new Set(['spool', 'clock', 'ready', 'safekeeping']);
/**
 * A batch of this many bytes is not left to grow. The buffer that it grows in is then at most 1 MiB, which it keeps for the next batch: one
 * that is made anew each time costs full garbage collections (measured: 5 us per span of a service under load, and twice the p99).
 */
const BATCH_BYTES = 512 * 1024;

/** Options of a transport that have nothing but data in them. */
export type PlainTransportOptions = Omit<TransportOptions, 'headers' | 'onEvent' | 'clock' | 'random'> & { readonly headers?: Headers };

/** What a queue holds at this moment, and what has gone through it. */
export interface QueueState {
  /** Items in memory, those being sent included. */
  readonly items: number;
  /** Items that are being sent. */
  readonly itemsUnderWay: number;
  /** Items that are in memory only. */
  readonly itemsUnstored: number;
  /** Items that have left the queue so far, to be sent or to the disk. */
  readonly itemsProcessed: number;
}

/** Takes items of one signal, encodes them soon, and sends them in batches. Never throws. */
export class SignalQueue<Item> {
  readonly #signal: Signal;
  readonly #onEvent: ((event: ExportEvent) => void) | undefined;
  readonly #clock: Clock;
  readonly #isUrgent: (item: Item) => boolean;
  readonly #regular: ItemBuffer<Item>;
  readonly #urgent: ItemBuffer<Item>;
  /** Taken, but not encoded yet. */
  #fresh: Item[] = [];
  readonly #mostFresh: number;
  readonly #batchItems: number;
  readonly #delayMillis: number;
  readonly #plain: PlainTransportOptions | undefined;
  readonly #transport: Transport;
  readonly #outbox: Outbox;
  readonly #maxItems: number;
  #stopTimer: (() => void) | undefined;
  /** Settles when the first request may be made; undefined once it has. */
  #ready: Promise<unknown> | undefined;
  #shutdown: Promise<void> | undefined;

  /**
   * @param mostFresh how many items are encoded together, which takes less time than one by one among the work of an app: for a signal whose
   * items nobody changes any more. Where there is safekeeping each is encoded at once.
   */
  constructor(signal: Signal, codec: ItemCodec<Item>, isUrgent: (item: Item) => boolean, options: SignalQueueOptions, mostFresh = 1) {
    this.#signal = signal;
    this.#onEvent = options.onEvent;
    this.#clock = options.clock ?? systemClock;
    this.#isUrgent = isUrgent;
    this.#regular = new ItemBuffer(codec, options.safekeeping?.journal(false));
    this.#urgent = new ItemBuffer(codec, options.safekeeping?.journal(true));
    this.#batchItems = options.maxBatchItems ?? DEFAULT_BATCH_ITEMS;
    this.#maxItems = options.maxItems ?? DEFAULT_MAX_ITEMS;
    this.#mostFresh = options.safekeeping === undefined ? Math.min(mostFresh, this.#batchItems) : 1;
    const begin = (): void => {
      this.#ready = undefined;
      this.seal();
    };
    this.#ready = options.ready?.then(begin, begin);
    this.#delayMillis = options.delayMillis ?? DEFAULT_DELAY_MILLIS;
    const { onEvent: _, ...connection } = options;
    this.#plain = plainOptions(signal, options);
    // The outbox tells what becomes of its attempts.
    this.#transport = createTransport({ ...connection, signal, retry: { ...options.retry, maxRetries: 0 } });
    this.#outbox = new Outbox(outboxOptions(signal, this.#transport, options, this.#batchItems));
  }

  get state(): QueueState {
    this.releaseHeld();
    const waiting = this.#waiting;
    const { items, itemsUnderWay, itemsUnstored, itemsProcessed } = this.#outbox.memory;
    return { items: waiting + items, itemsUnderWay, itemsUnstored: waiting + itemsUnstored, itemsProcessed };
  }

  get #waiting(): number {
    return this.#regular.items + this.#urgent.items + this.#fresh.length;
  }

  /** Takes an item, which is not needed any more once it is encoded. */
  add(item: Item): void {
    if (this.#mostFresh === 1) this.#encode(item);
    else if (this.#fresh.push(item) >= this.#mostFresh) this.#encodeFresh();
    else this.startTimer();
  }

  #encodeFresh(): void {
    const fresh = this.#fresh;
    // What a getter in an attribute adds meanwhile waits for its own turn.
    this.#fresh = [];
    for (const item of fresh) {
      try {
        this.#encode(item);
      } catch {
        // Only a foreign object throws when it is asked for its status.
        this.#tellDropped(1);
      }
    }
  }

  #encode(item: Item): void {
    const buffer = this.#isUrgent(item) ? this.#urgent : this.#regular;
    buffer.add(item);
    this.#sealInTime(buffer);
  }

  /** Takes an item that encodes itself; gives whether it did, and changes nothing otherwise. */
  protected append(item: SelfEncodingItem, urgent: boolean, resource: ResourceData, scope: ScopeData): boolean {
    const buffer = urgent ? this.#urgent : this.#regular;
    const appended = buffer.append(item, resource, scope);
    if (appended) this.#sealInTime(buffer);
    return appended;
  }

  #sealInTime(buffer: ItemBuffer<Item>): void {
    if (this.#regular.items + this.#urgent.items >= this.#batchItems || buffer.bytes >= BATCH_BYTES) this.seal();
    else this.startTimer();
  }

  /** Lets what waits be sent after the usual delay. */
  protected startTimer(): void {
    this.#stopTimer ??= this.#sealLater();
  }

  // Not in the method above, which would make a scope for the function each time.
  #sealLater(): () => void {
    return this.#clock.startTimer(() => this.seal(), this.#delayMillis);
  }

  /** Adds what is held back outside of the queue, if there is something. */
  protected releaseHeld(): void {}

  /** Takes a request that is made already. */
  take(request: EncodedRequest, urgent: boolean): void {
    this.#outbox.put(request, urgent);
  }

  /** Makes batches of what waits and lets them be sent. */
  seal(): void {
    if (this.#ready && this.#waiting < this.#maxItems) return;
    this.#sealNow();
  }

  #sealNow(): void {
    this.releaseHeld();
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    while (this.#fresh.length > 0) this.#encodeFresh();
    this.#sealBuffer(this.#urgent, true);
    this.#sealBuffer(this.#regular, false);
  }

  /** Sends what an earlier process left on disk, if there is something. */
  wake(): void {
    this.#outbox.wake();
  }

  /**
   * Tries to deliver now all that was added. Does not keep the process alive: how long it may take is for the caller to say.
   *
   * @returns whether it was delivered; what was not is still kept. Never rejects.
   */
  async flush(): Promise<boolean> {
    await this.#ready;
    this.#sealNow();
    return this.#outbox.flush();
  }

  /** Stores what is not known to be delivered on disk, at once, for an end without notice; gives how many items can't be stored. */
  save(): number {
    this.#sealNow();
    return this.#outbox.memory.save();
  }

  /** How this queue sends, as far as that can be handed to another thread; undefined where headers come from a function. */
  get transportOptions(): PlainTransportOptions | undefined {
    return this.#plain;
  }

  /** Whether the Collector could not be reached at the last attempt. */
  get isFailing(): boolean {
    return this.#outbox.isFailing;
  }

  /** All that is not known to be delivered, as batches; for delivering them by other means. */
  unsent(): readonly Batch[] {
    this.#sealNow();
    return this.#outbox.memory.batches;
  }

  /** Says that a batch was delivered by other means. */
  confirm(batch: Batch): void {
    this.#outbox.memory.confirm(batch);
  }

  /** Ends requests that are under way within `timeoutMillis`, by default 2000, and closes all sockets. What is left in memory is lost. */
  shutdown(options?: { readonly timeoutMillis?: number }): Promise<void> {
    this.#sealNow();
    this.#shutdown ??= this.#transport.shutdown(options).finally(() => this.#outbox.close());
    return this.#shutdown;
  }

  #sealBuffer(buffer: ItemBuffer<Item>, urgent: boolean): void {
    this.#tellDropped(buffer.takeDropped());
    const request = buffer.seal();
    if (!request) return;
    this.#outbox.put(request, urgent);
    buffer.clearJournal();
  }

  #tellDropped(items: number): void {
    if (items > 0) emitEvent(this.#onEvent, { type: 'dropped', signal: this.#signal, items, reason: 'encoding' });
  }
}

function plainOptions(signal: Signal, options: SignalQueueOptions): PlainTransportOptions | undefined {
  const { headers = {} } = options;
  if (typeof headers === 'function') return undefined;
  // Functions can't be handed to another thread, and options may have more of them one day.
  const data = Object.entries(options).filter(([key, value]) => typeof value !== 'function' && !OBJECTS.has(key));
  return { ...(Object.fromEntries(data) as unknown as typeof options), signal, headers };
}

function outboxOptions(signal: Signal, transport: Transport, options: SignalQueueOptions, maxRequestItems: number): OutboxOptions {
  const { spool, storeAlways, safekeeping, retry, onEvent, clock, random } = options;
  return {
    signal,
    transport,
    maxItems: options.maxItems ?? DEFAULT_MAX_ITEMS,
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    maxRequestItems,
    ...(spool && { spool }),
    ...(safekeeping && { mirror: safekeeping }),
    ...(storeAlways && { storeAlways }),
    ...(retry && { retry }),
    ...(onEvent && { onEvent }),
    ...(clock && { clock }),
    ...(random && { random }),
  };
}
