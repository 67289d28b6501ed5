import type { Clock } from '../clock.js';
import type { ExportEvent } from '../export-event.js';
import type { Segment } from './segment.js';

/** Where requests are kept on disk, and how many of them. */
export interface SpoolOptions {
  /** The folder of all services. */
  readonly root: string;
  /** The service whose telemetry this is: the next process with the same name sends what this one could not. */
  readonly service: string;
  /** @default 268435456 (256 MiB) */
  readonly maxBytes?: number;
  /** Milliseconds after which a request is not worth sending any more. @default 86400000 (a day) */
  readonly maxAgeMillis?: number;
  readonly onEvent?: (event: ExportEvent) => void;
  readonly clock?: Clock;
}

/** A request on disk. */
export interface StoredRequest {
  readonly segment: Segment;
  readonly offset: number;
  readonly items: number;
}

/** A request that was read back. */
export interface LoadedRequest extends StoredRequest {
  readonly body: Uint8Array;
}
