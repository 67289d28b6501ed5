import { clearTimeout, setTimeout } from 'node:timers';

/** The time, for those who wait; tests bring their own. */
export interface Clock {
  /** Gives monotonic milliseconds. */
  now(): number;
  /** Gives milliseconds since the epoch. */
  wallTime(): number;
  /** Calls back once after this many milliseconds, without keeping the process alive; gives a function that cancels it. */
  startTimer(callback: () => void, millis: number): () => void;
}

// Taken when this module loads, so that fake timers in the tests of the host do not stop its telemetry.
const startTimeout = setTimeout;
const stopTimeout = clearTimeout;
const now = performance.now.bind(performance);
const wallTime = Date.now;

/** The real time. */
export const systemClock: Clock = {
  now,
  wallTime,
  startTimer(callback, millis) {
    const timer = startTimeout(callback, millis).unref();
    return () => stopTimeout(timer);
  },
};
