import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';

// Taken when this module loads, so that fake timers in the tests of the host do not stop its telemetry.
const startTimeout = setTimeout;
const stopTimeout = clearTimeout;
const startInterval = setInterval;
const stopInterval = clearInterval;

/** Waits for work, but no longer than the bound, and keeps the process alive meanwhile; false when it was given up. Never rejects. */
export function within(timeoutMillis: number, work: readonly Promise<unknown>[]): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = startTimeout(() => resolve(false), timeoutMillis);
    void Promise.allSettled(work).then(() => {
      stopTimeout(timer);
      resolve(true);
    });
  });
}

/** Waits, and keeps the process alive meanwhile. */
export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => startTimeout(resolve, millis));
}

/** When the first look is due: the app is up by then. */
const SOON_MILLIS = 1_000;
const REGULARLY_MILLIS = 60_000;

/** Does something a second from now and then every minute, without keeping the process alive; gives a function that stops it. */
export function soonAndRegularly(action: () => void): () => void {
  const soon = startTimeout(action, SOON_MILLIS).unref();
  const regularly = startInterval(action, REGULARLY_MILLIS).unref();
  return () => {
    stopTimeout(soon);
    stopInterval(regularly);
  };
}
