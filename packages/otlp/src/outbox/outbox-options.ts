import type { Clock } from '../clock.js';
import type { EncodedRequest } from '../encoded-request.js';
import type { ExportEvent, Signal } from '../export-event.js';
import type { RetryPolicy } from '../retry-policy.js';
import type { Spool } from '../spool/spool.js';
import type { Transport } from '../transport-options.js';

/** How much waits in memory, and what happens beyond. */
export interface OutboxOptions {
  readonly signal: Signal;
  /** Makes one attempt for each `send`: the outbox itself decides when to try again. */
  readonly transport: Pick<Transport, 'send'>;
  /** Items that wait in memory at the most, those being sent included. */
  readonly maxItems: number;
  /** Bytes of the same. */
  readonly maxBytes: number;
  /** Items in one request at the most, where batches are sent together. */
  readonly maxRequestItems: number;
  /** Takes what memory does not. */
  readonly spool?: Spool;
  /** Whether each batch is stored before it is sent, so that even a killed process leaves it behind. @default false */
  readonly storeAlways?: boolean;
  /** Is told of each batch that memory holds, and when it does not any more. */
  readonly mirror?: BatchMirror;
  readonly retry?: Partial<RetryPolicy>;
  readonly onEvent?: (event: ExportEvent) => void;
  readonly clock?: Clock;
  /** Gives a number from 0 up to 1, for the jitter. @default Math.random */
  readonly random?: () => number;
}

/** Keeps a copy of the batches that are in memory. */
export interface BatchMirror {
  put(sequence: number, request: EncodedRequest, urgent: boolean): void;
  remove(sequence: number): void;
}
