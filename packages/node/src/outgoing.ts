import { diag } from '@opentelemetry/api';
import type { Batch, Spool } from '@telewright/otlp';
import { deliverAtExit } from './deliver-at-exit.js';
import type { Ending } from './lifecycle.js';
import type { Outlet, Provider } from './pipeline/signal-pipeline.js';
import type { Signal } from './settings/settings.js';
import { WorkerWatch } from './threads/worker-watch.js';
import { pause, soonAndRegularly, within } from './waiting.js';

/** Everything that telemetry goes through on its way out of the process. */
export interface OutgoingParts {
  readonly providers: readonly Provider[];
  readonly outlets: Readonly<Record<Signal, readonly Outlet[]>>;
  /** Puts the metrics of this moment into their outlets. */
  collectMetrics(): void;
  readonly spool: Spool | undefined;
  readonly spoolFolder: string | undefined;
  readonly timeoutMillis: number;
}

/** Which part of the time for a flush a process waits that exits by itself: nobody sees why it is still there. */
const EXIT_PART = 1 / 4;
/** Which part of it a worker thread has to tell its metrics before it is stopped; one that is busy does not answer. */
const WORKER_PART = 1 / 8;
/** Between two tries to deliver what can't be stored. */
const RETRY_MILLIS = 250;

/** Brings out what was recorded: sends it, and stores what can't be sent. */
export class Outgoing implements Ending {
  readonly #parts: OutgoingParts;
  readonly #outlets: readonly Outlet[];
  readonly #stopTimers: () => void;
  readonly #workers: WorkerWatch;
  #adopted = false;
  /** Whether the last try to deliver everything did not succeed, so that there is no sense in one more at the very end. */
  #isStuck = false;
  #stopped: Promise<void> | undefined;

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
    this.#outlets = Object.values(parts.outlets).flat();
    this.#workers = new WorkerWatch({
      // With several exporters of a signal one delivery is enough.
      take: ({ signal, body, items, urgent }) => this.#parts.outlets[signal][0]?.take({ body, items }, urgent),
      ended: (thread) => parts.spool?.adopt(thread),
      collectMillis: parts.timeoutMillis * WORKER_PART,
    });
    this.#stopTimers = parts.spool ? soonAndRegularly(() => this.#adopt()) : () => undefined;
  }

  /** Tries to send what was recorded so far; what can't be sent is kept. Never rejects, never takes longer than the bound. */
  async forceFlush(): Promise<void> {
    if (this.#stopped) return this.#stopped;
    const done = await within(this.#parts.timeoutMillis, this.#flushProviders());
    if (!done) diag.warn(`the flush of telemetry took longer than ${this.#parts.timeoutMillis} ms; what was not sent yet is kept`);
  }

  async finish(withMetrics: boolean, isLast: boolean): Promise<void> {
    if (this.#stopped) return this.#stopped;
    if (isLast) this.#workers.takeAll();
    if (withMetrics) await this.#deliver(() => this.#flushEverything());
    else if (!this.#isStuck && this.#itemsUnstored() > 0) await this.#deliver(() => this.#flushOutlets());
  }

  finishNow(withMetrics: boolean): void {
    try {
      if (withMetrics && !this.#stopped) this.#parts.collectMetrics();
      this.#workers.takeAll();
      const unsent = this.#outlets.map((outlet) => ({ outlet, batches: outlet.unsent() }));
      if (unsent.some(({ batches }) => batches.length > 0)) {
        for (const outlet of this.#outlets) outlet.save();
        const delivered = this.#isStuck ? new Set<Batch>() : deliverAtExit(unsent, Math.ceil(this.#parts.timeoutMillis * EXIT_PART));
        const left = unsent.flatMap(({ batches }) => batches).filter((batch) => !delivered.has(batch));
        this.#tellStored(countItems(left.filter(({ stored }) => stored)));
        const lost = countItems(left.filter(({ stored }) => !stored));
        if (lost > 0)
          diag.warn(`${lost} items of telemetry were lost: the process ended before they could be sent, and they can't be stored`);
      }
      this.#parts.spool?.close();
    } catch (error) {
      diag.error('the last telemetry could not be saved', error);
    }
  }

  /** Sends or stores what was recorded so far and takes nothing more. Never rejects; later calls give the first one's promise. */
  shutdown(): Promise<void> {
    this.#stopped ??= this.#shutdown();
    return this.#stopped;
  }

  async #shutdown(): Promise<void> {
    const { providers, timeoutMillis, spool } = this.#parts;
    this.#stopTimers();
    this.#workers.stop();
    await this.#deliver(async () => {
      // The reader of metrics collects once more when it is shut down.
      await Promise.allSettled(providers.map((provider) => provider.shutdown()));
      await this.#flushOutlets();
    });
    await Promise.all(this.#outlets.map((outlet) => outlet.shutdown({ timeoutMillis: Math.min(timeoutMillis, RETRY_MILLIS) })));
    spool?.close();
  }

  /** Delivers or stores everything within the bound. What can be neither delivered nor stored is tried again until then. */
  async #deliver(first: () => Promise<unknown>): Promise<void> {
    const { timeoutMillis } = this.#parts;
    const end = performance.now() + timeoutMillis;
    await within(timeoutMillis, [first()]);
    this.#isStuck = this.#outlets.some((outlet) => outlet.state.items > 0);
    let unsaved = this.#saveAndTell();
    for (let left = end - performance.now(); unsaved > 0 && left > 0; left = end - performance.now()) {
      await pause(Math.min(RETRY_MILLIS, left));
      await within(Math.max(1, end - performance.now()), [this.#flushOutlets()]);
      unsaved = this.#saveAndTell();
    }
    if (unsaved > 0) diag.warn(`${unsaved} items of telemetry could be neither sent within ${timeoutMillis} ms nor stored`);
  }

  /** Takes over what processes that are gone have left on disk, and sends it. */
  #adopt(): void {
    this.#adopted = true;
    this.#parts.spool?.adopt();
    for (const outlet of this.#outlets) outlet.wake();
  }

  /** A job that is shorter than the first timer has to bring out what its predecessor left, too: where the Collector takes its own. */
  async #flushEverything(): Promise<void> {
    await Promise.allSettled(this.#flushProviders());
    if (this.#adopted || this.#outlets.some((outlet) => outlet.state.items > 0)) return;
    this.#adopt();
    await this.#flushOutlets();
  }

  #flushProviders(): Promise<void>[] {
    const { providers, timeoutMillis } = this.#parts;
    return providers.map((provider) => provider.forceFlush({ timeoutMillis }));
  }

  #flushOutlets(): Promise<unknown> {
    return Promise.all(this.#outlets.map((outlet) => outlet.flush()));
  }

  #itemsUnstored(): number {
    return this.#outlets.reduce((sum, outlet) => sum + outlet.state.itemsUnstored, 0);
  }

  #saveAndTell(): number {
    const items = this.#itemsUnstored();
    if (items === 0) return 0;
    const unsaved = this.#outlets.reduce((sum, outlet) => sum + outlet.save(), 0);
    this.#tellStored(items - unsaved);
    return unsaved;
  }

  #tellStored(items: number): void {
    if (items > 0) diag.info(`${items} items of telemetry could not be sent yet: they wait in ${this.#parts.spoolFolder}`);
  }
}

function countItems(batches: readonly Batch[]): number {
  return batches.reduce((sum, { items }) => sum + items, 0);
}
