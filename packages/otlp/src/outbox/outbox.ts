import { clearImmediate, setImmediate } from 'node:timers';
import { type Clock, systemClock } from '../clock.js';
import { emitEvent } from '../emit-event.js';
import type { EncodedRequest } from '../encoded-request.js';
import type { ExportEvent, Failure } from '../export-event.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy, retryDelayMillis } from '../retry-policy.js';
import { splitRequest } from '../split-request.js';
import type { SendResult } from '../transport-options.js';
import type { Batch, Shipment } from './batch.js';
import { BatchMemory } from './batch-memory.js';
import { isLasting } from './is-lasting.js';
import type { OutboxOptions } from './outbox-options.js';
import { replay } from './replay.js';

/** Requests under way at once while all is well. */
const CONCURRENCY = 4;

/** Sends batches in their order, keeps them while that is not possible, and never gives one up before it must. */
export class Outbox {
  /** What waits and what is being sent. */
  readonly memory: BatchMemory;
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;
  readonly #sending = new Set<Promise<void>>();
  /** Failed attempts since the last one that reached the Collector. */
  #failures = 0;
  #failedEver = 0;
  #stopTimer: (() => void) | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #replaying: Promise<void> | undefined;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.memory = new BatchMemory(options);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#policy = { ...DEFAULT_RETRY_POLICY, ...options.retry };
  }

  /** Whether the last attempt did not reach the Collector. */
  get isFailing(): boolean {
    return this.#failures > 0;
  }

  /** Takes a request, `urgent` if it has errors in it; it is sent soon, not at once. */
  put(request: EncodedRequest, urgent: boolean): void {
    if (this.#closed) {
      this.#emit({ type: 'dropped', signal: this.#options.signal, items: request.items, reason: 'shutdown' });
      return;
    }
    this.memory.put(request, urgent);
    this.#wakeSoon();
  }

  /** Looks for something to send; for the time after a start, when only the disk may have something. */
  wake(): void {
    if (!this.#closed && !this.#stopTimer) this.#pump();
  }

  /**
   * Tries now to deliver all that waits in memory, and what is on disk if that worked. Does not keep the process alive: how long it may
   * take is for the caller to say.
   *
   * @returns whether all of it was delivered; what was not is still there. Never rejects.
   */
  flush(): Promise<boolean> {
    const hasWork = this.memory.items > 0 || this.#options.spool?.holds(this.#options.signal) === true;
    return hasWork ? this.#flush() : Promise.resolve(true);
  }

  /** Takes nothing more and tries nothing more. What is left in memory is lost and counted. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelWaits();
    this.memory.abandon();
  }

  async #flush(): Promise<boolean> {
    const failedBefore = this.#failedEver;
    const failed = (): boolean => this.#failedEver !== failedBefore;
    const last = this.memory.lastSequence;
    // What is put in meanwhile is not waited for: a busy service would never come to an end.
    const isLeft = (batch: Batch): boolean => batch.sequence <= last;
    this.#cancelWaits();
    while (!failed() && this.memory.batches.some(isLeft)) {
      this.#pump();
      if (this.#sending.size === 0) return false; // closed meanwhile
      await Promise.race(this.#sending);
    }
    if (!failed()) await this.#replay();
    return !failed();
  }

  #wakeSoon(): void {
    if (this.#stopTimer || this.#immediate) return;
    // Not at once: the caller is in the middle of ending a span. Not unref'd: an idle event loop would not wake up for it.
    this.#immediate = setImmediate(() => {
      this.#immediate = undefined;
      this.#pump();
    });
  }

  #cancelWaits(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }

  #pump(): void {
    const limit = this.#failures > 0 ? 1 : CONCURRENCY;
    while (!this.#closed && this.#sending.size < limit) {
      const shipment = this.memory.take();
      if (!shipment) break;
      const sending: Promise<void> = this.#ship(shipment).finally(() => {
        this.#sending.delete(sending);
        if (!this.#stopTimer) this.#pump();
      });
      this.#sending.add(sending);
    }
    // While the Collector is away a request from the disk is tried only where memory has none.
    if (this.#failures === 0 || this.memory.items === 0) void this.#replay();
  }

  async #ship(shipment: Shipment): Promise<void> {
    const result = await this.#options.transport.send(shipment.body, shipment.items);
    if (result.outcome === 'delivered') {
      this.#succeed(result, shipment, this.memory.durationOf(shipment));
      this.memory.finish(shipment);
    } else if (result.outcome === 'too_large') {
      this.#failures = 0;
      this.#divide(shipment, result);
    } else if (isLasting(result)) {
      this.#failures = 0;
      this.#reject(shipment, result);
    } else if (this.#closed) {
      this.memory.abandonShipment(shipment);
    } else {
      this.memory.putBack(shipment, false);
      this.#waitAfter(result, shipment.items);
    }
  }

  #succeed(result: Extract<SendResult, { outcome: 'delivered' }>, { items, body }: EncodedRequest, durationMillis: number): void {
    const { signal } = this.#options;
    const { rejected, bytes, message } = result;
    this.#failures = 0;
    if (message !== undefined) this.#emit({ type: 'partial_success', signal, rejected, message });
    this.#emit({ type: 'delivered', signal, items: items - rejected, bytes, bodyBytes: body.length, durationMillis });
  }

  #reject(shipment: Shipment, failure: Failure): void {
    const durationMillis = this.memory.durationOf(shipment);
    this.#emit({ type: 'failed', signal: this.#options.signal, items: shipment.items, durationMillis, ...failureOf(failure) });
    this.memory.finish(shipment);
  }

  #divide(shipment: Shipment, failure: Failure): void {
    if (shipment.batches.length > 1) {
      this.memory.putBack(shipment, true);
      return;
    }
    const halves = splitRequest(shipment.body, this.#options.signal);
    if (halves) this.memory.replace(shipment, halves);
    else this.#reject(shipment, failure);
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
