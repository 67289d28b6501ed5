import { isMainThread } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';

/** What the end of a process needs of its telemetry. Neither call rejects, and each is bounded in time. */
export interface Flushable {
  /** Sends what waits in the queues; false when it was given up. */
  flushQueues(): Promise<boolean>;
  /** The same, and the metrics collected now. */
  forceFlush(): Promise<boolean>;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Flushes when the process comes to its end: when it has nothing left to do, and on SIGTERM and SIGINT.
 *
 * A listener takes away Node's default of dying by the signal, so where ours is the only one, the signal is sent again once the flush is
 * over and the process dies by it (exit status 143 or 130 in a shell). A host that has a listener of its own decides itself when to end.
 *
 * @returns a function that stops watching
 */
export function flushAtProcessEnd(telemetry: Flushable): () => void {
  let metricsSent = false;
  let givenUp = false;
  const onBeforeExit = async (): Promise<void> => {
    // The event comes again after each flush that did something. Empty queues cause no work, and one given up is enough: the process ends.
    if (givenUp) return;
    const flush = metricsSent ? telemetry.flushQueues() : telemetry.forceFlush();
    metricsSent = true;
    givenUp = !(await flush);
  };
  const onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    // Ours runs first, so that a listener that was added by once() still counts.
    const alone = process.listenerCount(signal) - observerCount() === 1;
    diag.debug(`flushing on ${signal}`);
    await telemetry.forceFlush();
    if (!alone) return;
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on('beforeExit', onBeforeExit);
  // A worker gets no signals.
  if (isMainThread) for (const signal of signals) process.prependListener(signal, onSignal);
  return () => {
    process.removeListener('beforeExit', onBeforeExit);
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}

/**
 * Counts the listeners that only watch the end: those of signal-exit, which sends the signal again when no others are left. It keeps its
 * count where every copy of it can find it, version 4 under a symbol and version 3 on `process`.
 */
function observerCount(): number {
  const emitters = [
    (globalThis as Record<symbol, unknown>)[Symbol.for('signal-exit emitter')],
    (process as { __signal_exit_emitter__?: unknown }).__signal_exit_emitter__,
  ] as ({ readonly count?: unknown } | undefined)[];
  return emitters.reduce((sum, emitter) => sum + (typeof emitter?.count === 'number' ? emitter.count : 0), 0);
}

/** Waits for work, but no longer than the bound; false when it was given up. Never rejects. */
export function within(timeoutMillis: number, what: string, work: readonly Promise<unknown>[]): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      diag.warn(`${what} took longer than ${timeoutMillis} ms and was given up; what had not been sent is lost`);
      resolve(false);
    }, timeoutMillis);
    void Promise.allSettled(work).then((results) => {
      clearTimeout(timer);
      for (const result of results) if (result.status === 'rejected') diag.debug(`${what} failed`, result.reason);
      resolve(true);
    });
  });
}
