import type { EncodedRequest } from '../encoded-request.js';
import type { StoredRequest } from '../spool/spool-options.js';

/** A request that waits to be sent. */
export interface Batch extends EncodedRequest {
  /** Whether it has errors in it: such batches are given up last. */
  readonly urgent: boolean;
  /** Which it is of all that were put in; the halves of one that was divided share it. */
  readonly sequence: number;
  /** Whether it is sent alone, because it was too large together with others. */
  readonly alone?: boolean;
  /** When it first left the queue, in monotonic milliseconds. */
  begunMillis?: number;
  /** Where it stands on disk, if it does. */
  stored?: StoredRequest | undefined;
}

/** What is sent in one HTTP request. */
export interface Shipment extends EncodedRequest {
  readonly batches: readonly Batch[];
}

/** Puts batches into one request: export requests that follow each other are one request, because their only field is a list. */
export function loadShipment(batches: readonly Batch[]): Shipment {
  const [first] = batches;
  if (first && batches.length === 1) return { batches, body: first.body, items: first.items };
  return { batches, body: Buffer.concat(batches.map(({ body }) => body)), items: batches.reduce((sum, { items }) => sum + items, 0) };
}
