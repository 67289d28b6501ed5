import type { Failure } from '../export-event.js';

/** Tells whether trying again can't help: the Collector answered, and its answer is no. What never reached it may reach it later. */
export function isLasting(failure: Failure): boolean {
  return !failure.retryable && (failure.reason === 'status' || failure.reason === 'internal');
}
