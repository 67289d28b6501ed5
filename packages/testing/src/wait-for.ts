import { once } from 'node:events';
import type { Arrivals } from './arrivals.js';

/** How long to wait, and what to call it. */
export interface WaitOptions {
  /** @default 10000 */
  readonly timeoutMillis?: number;
  /** What is waited for, to be named when it does not come. */
  readonly description?: string;
}

/** Reads again after each arrival until there is a result. */
export async function waitFor<T>(arrivals: Arrivals, read: () => T | undefined | null | false, options: WaitOptions): Promise<T> {
  const { timeoutMillis = 10_000, description = 'a condition' } = options;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMillis);
  try {
    for (;;) {
      const result = read();
      if (result !== undefined && result !== null && result !== false) return result;
      if (arrivals.over) throw new Error(`The receiver was closed while waiting for ${description}. Arrived: ${arrivals.summary()}.`);
      await once(arrivals, 'arrival', { signal: timeout.signal }).catch(() => {
        throw new Error(`Waited ${timeoutMillis} ms for ${description}. Arrived: ${arrivals.summary()}.`);
      });
    }
  } finally {
    clearTimeout(timer);
  }
}
