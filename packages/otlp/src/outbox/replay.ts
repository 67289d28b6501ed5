import type { EncodedRequest } from '../encoded-request.js';
import type { Failure, Signal } from '../export-event.js';
import { splitRequest } from '../split-request.js';
import type { Spool } from '../spool/spool.js';
import type { SendResult } from '../transport-options.js';
import { isLasting } from './is-lasting.js';

/** What replaying needs of its surroundings. */
export interface ReplayHost {
  send(body: Uint8Array, items: number): Promise<SendResult>;
  delivered(result: Extract<SendResult, { outcome: 'delivered' }>, request: EncodedRequest, durationMillis: number): void;
  /** The Collector does not want it. */
  rejected(failure: Failure, items: number): void;
  /** The Collector is away again. */
  failed(failure: Failure, items: number): void;
  mayGoOn(): boolean;
  /** Waits without keeping the process alive. */
  pause(millis: number): Promise<void>;
  now(): number;
}

/** Pauses are no longer than this. */
const LONGEST_PAUSE_MILLIS = 250;

/**
 * Sends what is on disk, the oldest first and one request at a time, with a pause as long as each request took: a Collector that has just
 * come back is asked for half of what it can do at the most, and what is recorded now is not held up.
 */
export async function replay(spool: Spool, signal: Signal, host: ReplayHost): Promise<void> {
  while (host.mayGoOn()) {
    const request = await spool.next(signal);
    if (!request) return;
    const began = host.now();
    if (!(await sendWhole(request, signal, host))) {
      spool.putBack(request);
      return;
    }
    spool.remove(request);
    await host.pause(Math.min(host.now() - began, LONGEST_PAUSE_MILLIS));
  }
}

/** Sends a request, in parts if it is too large; false if it has to be tried again later. */
async function sendWhole(request: EncodedRequest, signal: Signal, host: ReplayHost): Promise<boolean> {
  const began = host.now();
  const result = await host.send(request.body, request.items);
  if (result.outcome === 'delivered') {
    host.delivered(result, request, host.now() - began);
    return true;
  }
  const halves = result.outcome === 'too_large' ? splitRequest(request.body, signal) : undefined;
  if (halves) return (await sendWhole(halves[0], signal, host)) && (await sendWhole(halves[1], signal, host));
  if (result.outcome === 'too_large' || isLasting(result)) {
    host.rejected(result, request.items);
    return true;
  }
  host.failed(result, request.items);
  return false;
}
