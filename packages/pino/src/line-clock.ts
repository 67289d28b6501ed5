import type { LineTime } from './line-time.js';

/** A time that a line says is not looked up again if it is as near as this to that of the clock, and in milliseconds or finer. */
const NEAR_MILLIS = 10;
const LEAST_IN_MILLIS = 1e11;

/**
 * Tells when lines are observed. Where that is what a line says, it is the time of further lines that say the same: under load there are tens
 * of them in a millisecond, and each reading of the clock takes 60 ns.
 */
export class LineClock {
  /** When the last line was observed: seconds since the epoch, and nanoseconds. */
  seconds = 0;
  nanos = 0;
  #time: LineTime | undefined;
  /** Whether a line that says the same time is observed now. */
  #isCurrent = false;

  /** Takes note that a line which says this time is observed now. */
  observe(time: LineTime): void {
    if (time === this.#time && this.#isCurrent) return;
    const now = Date.now();
    this.#time = time;
    this.seconds = Math.floor(now / 1000);
    this.nanos = (now % 1000) * 1e6;
    const { written, timestamp: [seconds, nanos] = [0, 0] } = time;
    const isFine = typeof written === 'number' && written >= LEAST_IN_MILLIS;
    this.#isCurrent = isFine && Math.abs(seconds * 1000 + nanos / 1e6 - now) < NEAR_MILLIS;
  }
}
