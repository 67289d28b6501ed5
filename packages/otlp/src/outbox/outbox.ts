import { clearImmediate, setImmediate } from 'node:timers';
import { type Clock, systemClock } from '../clock.js';
import { emitEvent } from '../emit-event.js';
import type { EncodedRequest } from '../encoded-request.js';
import type { DropReason, ExportEvent, Failure, Signal } from '../export-event.js';
import { holdProcess } from '../hold-process.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy, retryDelayMillis } from '../retry-policy.js';
import { splitRequest } from '../split-request.js';
import type { Spool } from '../spool/spool.js';
import type { SendResult, Transport } from '../transport-options.js';
import { type Batch, loadShipment, type Shipment } from './batch.js';
import { isLasting } from './is-lasting.js';
import { replay } from './replay.js';

/** How much waits in memory, and what happens beyond. */
export interface OutboxOptions {
  readonly signal: Signal;
  /** Makes one attempt for each `send`: the outbox itself decides when to try again. */
  readonly transport: Pick<Transport, 'send'>;
  /** Items that wait in memory at the most, those being sent included. */
  readonly maxItems: number;
  /** Bytes of the same. */
  readonly maxBytes: number;
  /** Items in one request at the most, where batches are sent together. */
  readonly maxRequestItems: number;
  /** Takes what memory does not. */
  readonly spool?: Spool;
  /** Whether each batch is stored before it is sent, so that even a killed process leaves it behind. @default false */
  readonly storeAlways?: boolean;
  /** Is told of each batch that memory holds, and when it does not any more. */
  readonly mirror?: BatchMirror;
  readonly retry?: Partial<RetryPolicy>;
  readonly onEvent?: (event: ExportEvent) => void;
  readonly clock?: Clock;
  /** Gives a number from 0 up to 1, for the jitter. @default Math.random */
  readonly random?: () => number;
}

/** Keeps a copy of the batches that are in memory. */
export interface BatchMirror {
  put(sequence: number, request: EncodedRequest, urgent: boolean): void;
  remove(sequence: number): void;
}

/** Requests under way at once while all is well. */
const CONCURRENCY = 4;

/** Sends batches in their order, keeps them while that is not possible, and never gives one up before it must. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;
  #queue: Batch[] = [];
  readonly #underWay = new Map<Shipment, Promise<void>>();
  #items = 0;
  #bytes = 0;
  /** Failed attempts since the last one that reached the Collector. */
  #failures = 0;
  #failedEver = 0;
  #sequence = 0;
  #processed = 0;
  #stopTimer: (() => void) | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #replaying: Promise<void> | undefined;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#policy = { ...DEFAULT_RETRY_POLICY, ...options.retry };
  }

  /** Items in memory that are not delivered. */
  get items(): number {
    return this.#items;
  }

  /** Items that would be lost if the process were killed now. */
  get itemsUnstored(): number {
    return this.unsent.reduce((sum, { items, stored }) => (stored ? sum : sum + items), 0);
  }

  /** Items that are being sent. */
  get itemsUnderWay(): number {
    let items = 0;
    for (const shipment of this.#underWay.keys()) items += shipment.items;
    return items;
  }

  /** Items that have left the queue, to be sent or to the disk. */
  get itemsProcessed(): number {
    return this.#processed;
  }

  /** Whether the last attempt did not reach the Collector. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** Everything in memory that is not known to be delivered. */
  get unsent(): readonly Batch[] {
    return [...[...this.#underWay.keys()].flatMap(({ batches }) => batches), ...this.#queue];
  }

  /** Takes a request, `urgent` if it has errors in it; it is sent soon, not at once. */
  put(request: EncodedRequest, urgent: boolean): void {
    if (this.#closed) {
      this.#drop(request.items, 'shutdown');
      return;
    }
    const batch: Batch = { ...request, urgent, sequence: ++this.#sequence };
    if (this.#options.storeAlways) batch.stored = this.#store(batch, true);
    this.#options.mirror?.put(batch.sequence, request, urgent);
    this.#queue.push(batch);
    this.#items += batch.items;
    this.#bytes += batch.body.length;
    this.#makeRoom();
    this.#wakeSoon();
  }

  /** Looks for something to send; for the time after a start, when only the disk may have something. */
  wake(): void {
    if (!this.#closed && !this.#stopTimer) this.#pump();
  }

  /**
   * Tries now to deliver all that waits in memory, and what is on disk if that worked; keeps the process alive meanwhile.
   *
   * @returns whether all of it was delivered; what was not is still there. Never rejects.
   */
  flush(): Promise<boolean> {
    return this.#items > 0 || this.#options.spool?.holds(this.#options.signal) ? holdProcess(this.#flush()) : Promise.resolve(true);
  }

  /** Moves everything that is not known to be delivered to the disk, at once. What can't be stored stays in memory; gives how many items. */
  save(): number {
    let unsaved = 0;
    const keep: Batch[] = [];
    for (const batch of this.#queue) {
      batch.stored ??= this.#store(batch, false);
      if (batch.stored) this.#leaveToDisk(batch);
      else {
        keep.push(batch);
        unsaved += batch.items;
      }
    }
    this.#queue = keep;
    for (const { batches } of this.#underWay.keys()) {
      // Should the answer still come, the copy on disk is removed.
      for (const batch of batches) {
        batch.stored ??= this.#store(batch, true);
        if (!batch.stored) unsaved += batch.items;
      }
    }
    return unsaved;
  }

  /** Says that somebody else has delivered a batch. */
  confirm(batch: Batch): void {
    const index = this.#queue.indexOf(batch);
    if (index >= 0) {
      this.#queue.splice(index, 1);
      this.#finish(batch);
    } else if (batch.stored) this.#options.spool?.remove(batch.stored);
  }

  /** Takes nothing more and tries nothing more. What is left in memory is lost and counted. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelWaits();
    for (const batch of this.#queue) {
      if (batch.stored) this.#options.spool?.release(batch.stored);
      else this.#drop(batch.items, 'shutdown');
    }
    this.#queue = [];
  }

  async #flush(): Promise<boolean> {
    const failedBefore = this.#failedEver;
    const last = this.#sequence;
    const failed = (): boolean => this.#failedEver !== failedBefore;
    // What is put in meanwhile is not waited for: a busy service would never come to an end.
    const isLeft = (batch: Batch): boolean => batch.sequence <= last;
    this.#cancelWaits();
    while (!failed() && (this.#queue.some(isLeft) || [...this.#underWay.keys()].some(({ batches }) => batches.some(isLeft)))) {
      this.#pump();
      await Promise.race(this.#underWay.values());
    }
    if (!failed()) await this.#replay();
    return !failed();
  }

  #wakeSoon(): void {
    if (this.#stopTimer || this.#immediate) return;
    // Not at once: the caller is in the middle of ending a span.
    this.#immediate = setImmediate(() => {
      this.#immediate = undefined;
      this.#pump();
    });
    this.#immediate.unref();
  }

  #cancelWaits(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }

  #pump(): void {
    const limit = this.#failures > 0 ? 1 : CONCURRENCY;
    while (!this.#closed && this.#queue.length > 0 && this.#underWay.size < limit) {
      const shipment = loadShipment(this.#takeTogether());
      for (const batch of shipment.batches) this.#begin(batch);
      this.#underWay.set(shipment, this.#ship(shipment));
    }
    // While the Collector is away a request from the disk is tried only where memory has none.
    if (this.#failures === 0 || (this.#queue.length === 0 && this.#underWay.size === 0)) void this.#replay();
  }

  #takeTogether(): Batch[] {
    let items = 0;
    let bytes = 0;
    let count = 0;
    for (const batch of this.#queue) {
      items += batch.items;
      bytes += batch.body.length;
      if (count > 0 && (batch.alone || items > this.#options.maxRequestItems || bytes > 1 << 20)) break;
      count++;
      if (batch.alone) break;
    }
    return this.#queue.splice(0, count);
  }

  /** Counts a batch once, when it leaves the queue for the first time. */
  #begin(batch: Batch): void {
    if (batch.begunMillis !== undefined) return;
    batch.begunMillis = this.#clock.now();
    this.#processed += batch.items;
  }

  async #ship(shipment: Shipment): Promise<void> {
    const result = await this.#options.transport.send(shipment.body, shipment.items);
    this.#underWay.delete(shipment);
    if (result.outcome === 'delivered') {
      this.#succeed(result, shipment, this.#duration(shipment));
      for (const batch of shipment.batches) this.#finish(batch);
    } else if (result.outcome === 'too_large') {
      this.#failures = 0;
      this.#divide(shipment, result);
    } else if (isLasting(result)) {
      const durationMillis = this.#duration(shipment);
      this.#emit({ type: 'failed', signal: this.#options.signal, items: shipment.items, durationMillis, ...failureOf(result) });
      this.#failures = 0;
      for (const batch of shipment.batches) this.#finish(batch);
    } else {
      this.#putBack(shipment);
      this.#waitAfter(result, shipment.items);
    }
    if (!this.#stopTimer) this.#pump();
  }

  /** Milliseconds since the first attempt. */
  #duration({ batches }: Shipment): number {
    const now = this.#clock.now();
    return batches.reduce((longest, { begunMillis = now }) => Math.max(longest, now - begunMillis), 0);
  }

  #succeed(result: Extract<SendResult, { outcome: 'delivered' }>, { items, body }: EncodedRequest, durationMillis: number): void {
    const { signal } = this.#options;
    const { rejected, bytes, message } = result;
    this.#failures = 0;
    if (message !== undefined) this.#emit({ type: 'partial_success', signal, rejected, message });
    this.#emit({ type: 'delivered', signal, items: items - rejected, bytes, bodyBytes: body.length, durationMillis });
  }

  /** Forgets a batch that was delivered, or that the Collector does not want. */
  #finish(batch: Batch): void {
    this.#leaveMemory(batch);
    if (batch.stored) this.#options.spool?.remove(batch.stored);
  }

  #divide(shipment: Shipment, result: Failure): void {
    const { signal } = this.#options;
    if (shipment.batches.length > 1) {
      this.#queue.unshift(...shipment.batches.map((batch) => ({ ...batch, alone: true })));
      return;
    }
    const batch = shipment.batches[0] as Batch;
    const halves = splitRequest(batch.body, signal);
    this.#finish(batch);
    if (!halves) {
      this.#emit({ type: 'failed', signal, items: batch.items, ...failureOf(result) });
      return;
    }
    for (const half of [...halves].reverse()) {
      const { urgent, sequence, begunMillis } = batch;
      const part: Batch = { ...half, urgent, sequence, alone: true, ...(begunMillis !== undefined && { begunMillis }) };
      if (this.#options.storeAlways) part.stored = this.#store(part, true);
      this.#queue.unshift(part);
      this.#items += part.items;
      this.#bytes += part.body.length;
    }
  }

  #putBack(shipment: Shipment): void {
    if (!this.#closed) {
      this.#queue.unshift(...shipment.batches);
      // Of several requests under way any may be the first to fail.
      this.#queue.sort((a, b) => a.sequence - b.sequence);
      this.#makeRoom();
      return;
    }
    for (const batch of shipment.batches) {
      if (batch.stored) this.#options.spool?.release(batch.stored);
      else this.#drop(batch.items, 'shutdown');
    }
  }

  #waitAfter(failure: Failure, items: number): void {
    // Requests that were under way together fail together: the wait grows with the outage, not with their number.
    if (!this.#stopTimer) this.#failures++;
    const retry = Math.max(this.#failures, 1);
    this.#failedEver++;
    const delayMillis = retryDelayMillis(
      this.#policy,
      Math.min(retry - 1, 20),
      this.#options.random ?? Math.random,
      failure.retryAfterMillis,
    );
    this.#emit({ type: 'retrying', signal: this.#options.signal, items, retry, delayMillis, ...failureOf(failure) });
    if (this.#closed) return;
    this.#stopTimer?.();
    this.#stopTimer = this.#clock.startTimer(() => {
      this.#stopTimer = undefined;
      this.#pump();
    }, delayMillis);
  }

  /** Moves the oldest batches to the disk, those with errors last, until memory has no more than it may. */
  #makeRoom(): void {
    const { maxItems, maxBytes } = this.#options;
    while (this.#queue.length > 0 && (this.#items > maxItems || this.#bytes > maxBytes)) {
      const batch = this.#queue.find(({ urgent }) => !urgent) ?? (this.#queue[0] as Batch);
      this.#queue.splice(this.#queue.indexOf(batch), 1);
      batch.stored ??= this.#store(batch, false);
      if (batch.stored) this.#leaveToDisk(batch);
      else {
        this.#leaveMemory(batch);
        this.#drop(batch.items, 'queue_full');
      }
    }
  }

  #leaveToDisk(batch: Batch): void {
    this.#begin(batch);
    this.#leaveMemory(batch);
    if (batch.stored) this.#options.spool?.release(batch.stored);
  }

  #leaveMemory(batch: Batch): void {
    this.#items -= batch.items;
    this.#bytes -= batch.body.length;
    this.#options.mirror?.remove(batch.sequence);
  }

  #store(batch: Batch, held: boolean): Batch['stored'] {
    const { spool, signal } = this.#options;
    const stored = spool?.append(signal, batch.urgent, batch.body, batch.items, held);
    if (stored) this.#emit({ type: 'stored', signal, items: batch.items, bytes: batch.body.length });
    return stored;
  }

  /** Sends what is on disk, as long as that works; one run at a time. */
  #replay(): Promise<void> {
    const { spool, signal } = this.#options;
    if (this.#closed || this.#stopTimer || !spool?.holds(signal)) return this.#replaying ?? Promise.resolve();
    this.#replaying ??= replay(spool, signal, {
      send: (body, items) => this.#options.transport.send(body, items),
      delivered: (result, request, durationMillis) => this.#succeed(result, request, durationMillis),
      rejected: (failure, items) => this.#emit({ type: 'failed', signal, items, ...failureOf(failure) }),
      failed: (failure, items) => this.#waitAfter(failure, items),
      mayGoOn: () => !this.#closed && !this.#stopTimer,
      pause: (millis) => new Promise((resolve) => this.#clock.startTimer(resolve, millis)),
      now: () => this.#clock.now(),
    }).finally(() => {
      this.#replaying = undefined;
    });
    return this.#replaying;
  }

  #drop(items: number, reason: DropReason): void {
    this.#emit({ type: 'dropped', signal: this.#options.signal, items, reason });
  }

  #emit(event: ExportEvent): void {
    emitEvent(this.#options.onEvent, event);
  }
}

function failureOf({ reason, status, code, retryable, retryAfterMillis, message }: Failure): Failure {
  return {
    reason,
    retryable,
    message,
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(retryAfterMillis !== undefined && { retryAfterMillis }),
  };
}
