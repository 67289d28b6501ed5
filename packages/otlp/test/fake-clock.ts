import type { Clock } from '../src/clock.js';

/** Time that goes on only when a test says so. */
export class FakeClock implements Clock {
  millis = 0;
  /** What the system's clock shows at the beginning. */
  wallMillis = 1_700_000_000_000;
  readonly #timers = new Map<() => void, number>();

  now(): number {
    return this.millis;
  }

  wallTime(): number {
    return this.wallMillis;
  }

  startTimer(callback: () => void, millis: number): () => void {
    this.#timers.set(callback, this.millis + millis);
    return () => void this.#timers.delete(callback);
  }

  /** Milliseconds until each timer that runs. */
  get waits(): number[] {
    return [...this.#timers.values()].map((due) => due - this.millis).sort((a, b) => a - b);
  }

  /** Lets time pass, and calls what is due by then. */
  advance(millis: number): void {
    this.millis += millis;
    this.wallMillis += millis;
    for (const [callback, due] of [...this.#timers].sort(([, a], [, b]) => a - b)) {
      if (due > this.millis || !this.#timers.delete(callback)) continue;
      callback();
    }
  }
}
