import { isMainThread } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';

/** What the end of a process needs of its telemetry. */
export interface Ending {
  /**
   * Delivers what was recorded, or stores it; bounded in time, never rejects. Metrics are collected first if asked for, and what worker
   * threads have recorded is taken along where they end with this process.
   */
  finish(withMetrics: boolean, isLast: boolean): Promise<void>;
  /** The same without any waiting for the event loop, for an end that does not wait. Never throws. */
  finishNow(withMetrics: boolean): void;
}

/** SIGHUP is what a closing terminal sends. */
const signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Finishes telemetry when the process comes to its end: when it has nothing left to do, on SIGTERM, SIGINT and SIGHUP, and when it is
 * ended by `process.exit()`, an uncaught exception or an unhandled rejection.
 *
 * A listener takes away Node's default of dying by the signal, so where ours is the only one, the signal is sent again once all is done
 * and the process dies by it (exit status 143, 130 or 129 in a shell). A host that has a listener of its own decides itself when to end.
 *
 * @returns a function that stops watching
 */
export function finishAtProcessEnd(ending: Ending): () => void {
  let metricsSent = false;
  /** Whether `beforeExit` has just found nothing to do, so that `exit` follows at once. */
  let atNaturalEnd = false;
  let endingBySignal = false;

  const onBeforeExit = (): void => {
    // The event comes again after each time that something was done; metrics are sent at the first only.
    const withMetrics = !metricsSent;
    metricsSent = true;
    if (!withMetrics) {
      atNaturalEnd = true;
      setImmediate(() => {
        atNaturalEnd = false;
      }).unref();
    }
    void ending.finish(withMetrics, true);
  };
  const onExit = (): void => ending.finishNow(!atNaturalEnd);
  const onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    // Ours runs first, so that a listener that was added by once() still counts.
    const alone = process.listenerCount(signal) - observerCount() === 1;
    diag.debug(`finishing telemetry on ${signal}`);
    // Whoever sends a second one does not want to wait.
    if (alone && endingBySignal) ending.finishNow(true);
    else {
      endingBySignal = alone;
      await ending.finish(true, alone);
    }
    if (!alone) return;
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on('beforeExit', onBeforeExit);
  process.on('exit', onExit);
  // A worker gets no signals.
  if (isMainThread) for (const signal of signals) process.prependListener(signal, onSignal);
  return () => {
    process.removeListener('beforeExit', onBeforeExit);
    process.removeListener('exit', onExit);
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
