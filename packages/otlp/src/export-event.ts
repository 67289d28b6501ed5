/** What is exported. */
export type Signal = 'traces' | 'logs' | 'metrics';

/**
 * Why a request failed: no connection or a broken one, no answer in time, an answer that says no, an answer that is not HTTP,
 * headers that could not be had or are invalid, our own shutdown, or a request that could not be prepared.
 */
export type FailureReason = 'connection' | 'timeout' | 'status' | 'response' | 'headers' | 'shutdown' | 'internal';

/**
 * Why items were given up before they were sent: they can't be encoded, too many exports are under way, the exporter is shut down, the
 * queue is full and they can't be stored, or what was stored is too much, too old or damaged.
 */
export type DropReason = 'encoding' | 'concurrency' | 'shutdown' | 'queue_full' | 'spool_full' | 'expired' | 'corrupt';

/** What is known about a failed attempt. Never has header values, nor the URL's user info or query. */
export interface Failure {
  readonly reason: FailureReason;
  /** The HTTP status, if there was an answer. */
  readonly status?: number;
  /** The system's or Node's error code, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Whether the same bytes may be accepted later. */
  readonly retryable: boolean;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMillis?: number;
  /** One line for people, at most some 400 characters. */
  readonly message: string;
}

/**
 * What happens to exported items; for counting bytes and drops, and for saying once that export fails and once that it works again.
 *
 * `items` are spans, log records or metric data points. `bytes` is the size of the body on the wire, `bodyBytes` before compression.
 * `durationMillis` is how long the export took, from the first attempt on, with all waits; the queues tell it.
 * A batch that is answered with 413 is split instead of failed, where it has more than one item.
 */
export type ExportEvent =
  | {
      readonly type: 'delivered';
      readonly signal: Signal;
      readonly items: number;
      readonly bytes: number;
      readonly bodyBytes: number;
      readonly durationMillis?: number;
    }
  | ({ readonly type: 'failed'; readonly signal: Signal; readonly items: number; readonly durationMillis?: number } & Failure)
  | ({
      readonly type: 'retrying';
      readonly signal: Signal;
      readonly items: number;
      readonly retry: number;
      readonly delayMillis: number;
    } & Failure)
  | { readonly type: 'partial_success'; readonly signal: Signal; readonly rejected: number; readonly message: string }
  | { readonly type: 'dropped'; readonly signal: Signal; readonly items: number; readonly reason: DropReason }
  /** Items were written to the disk because they can't be sent now. */
  | { readonly type: 'stored'; readonly signal: Signal; readonly items: number; readonly bytes: number }
  /** Nothing can be stored on disk; told once for each time that this begins. */
  | { readonly type: 'spool_unavailable'; readonly message: string };
