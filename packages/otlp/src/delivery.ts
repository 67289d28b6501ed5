import type { Clock } from './clock.js';
import type { FailureReason } from './export-event.js';

/** What ends a delivery before an answer does. */
export type Abortion = Extract<FailureReason, 'timeout' | 'shutdown'>;

/** The life of one `send`: when it has to end, who ends it early, and its waits. */
export class Delivery {
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #deadline: number;
  readonly #stopTimer: (() => void) | undefined;
  #wake: (() => void) | undefined;
  /** Resolves when the delivery is aborted. */
  readonly aborted: Promise<void>;
  /** Why it was aborted, if it was. */
  abortion: Abortion | undefined;

  constructor(clock: Clock, timeoutMillis: number) {
    this.#clock = clock;
    this.aborted = new Promise((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#deadline = timeoutMillis > 0 ? clock.now() + timeoutMillis : Number.POSITIVE_INFINITY;
    if (timeoutMillis > 0) this.#stopTimer = clock.startTimer(() => this.abort('timeout'), timeoutMillis);
  }

  /** Aborts the request that is under way. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds that are left. */
  get remainingMillis(): number {
    return this.#deadline - this.#clock.now();
  }

  /** Ends the wait that is under way, if there is one, but no request. */
  wake(): void {
    this.#wake?.();
  }

  /** Ends whatever is under way. */
  abort(reason: Abortion): void {
    this.abortion ??= reason;
    this.#controller.abort();
    this.wake();
  }

  /** Waits this long, or until it is woken. */
  sleep(millis: number): Promise<void> {
    return new Promise((resolve) => {
      const stopTimer = this.#clock.startTimer(() => this.wake(), millis);
      this.#wake = () => {
        this.#wake = undefined;
        stopTimer();
        resolve();
      };
    });
  }

  /** Lets go of the timer; to be called in the end, whatever it was. */
  end(): void {
    this.#stopTimer?.();
    this.wake();
  }
}
