import { type Clock, systemClock } from '../clock.js';
import { emitEvent } from '../emit-event.js';
import type { EncodedRequest } from '../encoded-request.js';
import type { DropReason, ExportEvent } from '../export-event.js';
import { type Batch, loadShipment, type Shipment } from './batch.js';
import type { OutboxOptions } from './outbox-options.js';

/** What one request has of bytes at the most, where batches are sent together. */
const REQUEST_BYTES = 1 << 20;

/** Holds batches that wait or are being sent, within bounds; what is too much goes to the disk. */
export class BatchMemory {
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  /** The oldest first. */
  #waiting: Batch[] = [];
  readonly #underWay = new Set<Shipment>();
  #items = 0;
  #bytes = 0;
  #sequence = 0;
  #processed = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Items that wait or are being sent. */
  get items(): number {
    return this.#items;
  }

  /** Items that would be lost if the process were killed now. */
  get itemsUnstored(): number {
    return this.batches.reduce((sum, { items, stored }) => (stored ? sum : sum + items), 0);
  }

  /** Items that are being sent. */
  get itemsUnderWay(): number {
    let items = 0;
    for (const shipment of this.#underWay) items += shipment.items;
    return items;
  }

  /** Items that have stopped waiting for the first time, to be sent or to the disk. */
  get itemsProcessed(): number {
    return this.#processed;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** The number of the batch that was put in last. */
  get lastSequence(): number {
    return this.#sequence;
  }

  /** Everything, what is being sent first. */
  get batches(): readonly Batch[] {
    return [...[...this.#underWay].flatMap(({ batches }) => batches), ...this.#waiting];
  }

  /** Takes a request in. */
  put(request: EncodedRequest, urgent: boolean): void {
    const batch: Batch = { ...request, urgent, sequence: ++this.#sequence };
    this.#options.mirror?.put(batch.sequence, request, urgent);
    this.#enter(batch);
    this.#waiting.push(batch);
    this.#makeRoom();
  }

  /** Gives what is to be sent next; undefined if nothing waits. It stays here until it is finished or put back. */
  take(): Shipment | undefined {
    const batches = this.#waiting.splice(0, this.#countTogether());
    if (batches.length === 0) return undefined;
    for (const batch of batches) this.#begin(batch);
    const shipment = loadShipment(batches);
    this.#underWay.add(shipment);
    return shipment;
  }

  /** Forgets what was delivered, or what the Collector does not want. */
  finish(shipment: Shipment): void {
    this.#underWay.delete(shipment);
    for (const batch of shipment.batches) this.#forget(batch);
  }

  /** Lets a shipment wait again, each batch on its own if it was too large together. */
  putBack(shipment: Shipment, alone: boolean): void {
    this.#underWay.delete(shipment);
    this.#waiting.unshift(...shipment.batches.map((batch) => (alone ? { ...batch, alone } : batch)));
    // Of several requests under way any may be the first to fail.
    this.#waiting.sort((a, b) => a.sequence - b.sequence);
    this.#makeRoom();
  }

  /** Lets the parts of a batch wait in its place. */
  replace(shipment: Shipment, parts: readonly EncodedRequest[]): void {
    const [{ urgent, sequence, begunMillis } = { urgent: false, sequence: 0 }] = shipment.batches;
    this.finish(shipment);
    for (const request of [...parts].reverse()) {
      const part: Batch = { ...request, urgent, sequence, alone: true, ...(begunMillis !== undefined && { begunMillis }) };
      this.#enter(part);
      this.#waiting.unshift(part);
    }
  }

  /** Says that somebody else has delivered a batch. */
  confirm(batch: Batch): void {
    const index = this.#waiting.indexOf(batch);
    if (index >= 0) {
      this.#waiting.splice(index, 1);
      this.#forget(batch);
    } else if (batch.stored) this.#options.spool?.remove(batch.stored);
  }

  /** Moves everything to the disk; gives how many items can't be stored and stay. */
  save(): number {
    this.#waiting = this.#waiting.filter((batch) => !this.#moveToDisk(batch));
    let unsaved = this.#waiting.reduce((sum, { items }) => sum + items, 0);
    for (const { batches } of this.#underWay) {
      // Should the answer still come, the copy on disk is removed.
      for (const batch of batches) {
        batch.stored ??= this.#store(batch, true);
        if (!batch.stored) unsaved += batch.items;
      }
    }
    return unsaved;
  }

  /** Gives everything up that is not on disk. */
  abandon(): void {
    for (const batch of this.#waiting) this.#abandonOne(batch);
    this.#waiting = [];
  }

  /** Gives up a shipment that came back too late. */
  abandonShipment(shipment: Shipment): void {
    this.#underWay.delete(shipment);
    for (const batch of shipment.batches) this.#abandonOne(batch);
  }

  /** Milliseconds since a shipment's first attempt. */
  durationOf({ batches }: Shipment): number {
    const now = this.#clock.now();
    return batches.reduce((longest, { begunMillis = now }) => Math.max(longest, now - begunMillis), 0);
  }

  #countTogether(): number {
    let items = 0;
    let bytes = 0;
    let count = 0;
    for (const batch of this.#waiting) {
      items += batch.items;
      bytes += batch.body.length;
      if (count > 0 && (batch.alone || items > this.#options.maxRequestItems || bytes > REQUEST_BYTES)) break;
      count++;
      if (batch.alone) break;
    }
    return count;
  }

  /** Counts a batch once, when it stops waiting for the first time. */
  #begin(batch: Batch): void {
    if (batch.begunMillis !== undefined) return;
    batch.begunMillis = this.#clock.now();
    this.#processed += batch.items;
  }

  #enter(batch: Batch): void {
    if (this.#options.storeAlways) batch.stored = this.#store(batch, true);
    this.#items += batch.items;
    this.#bytes += batch.body.length;
  }

  #leave(batch: Batch): void {
    this.#items -= batch.items;
    this.#bytes -= batch.body.length;
    this.#options.mirror?.remove(batch.sequence);
  }

  #forget(batch: Batch): void {
    this.#leave(batch);
    if (batch.stored) this.#options.spool?.remove(batch.stored);
  }

  #abandonOne(batch: Batch): void {
    this.#leave(batch);
    if (batch.stored) this.#options.spool?.release(batch.stored);
    else this.#drop(batch.items, 'shutdown');
  }

  /** Moves the oldest batches to the disk, those with errors last, until there is no more than there may be. */
  #makeRoom(): void {
    const { maxItems, maxBytes } = this.#options;
    while (this.#waiting.length > 0 && (this.#items > maxItems || this.#bytes > maxBytes)) {
      const batch = this.#waiting.find(({ urgent }) => !urgent) ?? (this.#waiting[0] as Batch);
      this.#waiting.splice(this.#waiting.indexOf(batch), 1);
      if (this.#moveToDisk(batch)) continue;
      this.#leave(batch);
      this.#drop(batch.items, 'queue_full');
    }
  }

  #moveToDisk(batch: Batch): boolean {
    batch.stored ??= this.#store(batch, false);
    if (!batch.stored) return false;
    this.#begin(batch);
    this.#leave(batch);
    this.#options.spool?.release(batch.stored);
    return true;
  }

  #store(batch: Batch, held: boolean): Batch['stored'] {
    const { spool, signal } = this.#options;
    const stored = spool?.append(signal, batch.urgent, batch.body, batch.items, held);
    if (stored) this.#emit({ type: 'stored', signal, items: batch.items, bytes: batch.body.length });
    return stored;
  }

  #drop(items: number, reason: DropReason): void {
    this.#emit({ type: 'dropped', signal: this.#options.signal, items, reason });
  }

  #emit(event: ExportEvent): void {
    emitEvent(this.#options.onEvent, event);
  }
}
