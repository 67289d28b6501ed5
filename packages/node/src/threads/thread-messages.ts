import type { Signal } from '../settings/settings.js';

/** What a worker thread tells the main thread about what it has recorded and not delivered. */
export type WorkerMessage = { readonly thread: number } & (
  | { readonly kind: 'journal'; readonly signal: Signal; readonly urgent: boolean; readonly memory: SharedArrayBuffer }
  | {
      readonly kind: 'batch';
      readonly signal: Signal;
      readonly sequence: number;
      readonly body: Uint8Array;
      readonly items: number;
      readonly urgent: boolean;
    }
  | { readonly kind: 'done'; readonly signal: Signal; readonly sequence: number }
);

/** What the main thread asks of a worker before it ends: the values of its metrics. `done` is shared, and 1 when they have been told. */
export interface CollectRequest {
  readonly kind: 'collect';
  readonly thread: number;
  readonly done: Int32Array;
}

/** Everything that goes over the channel; each thread hears what all others say. */
export type ThreadMessage = WorkerMessage | CollectRequest;

/** The channel of this process's threads; nobody else's messages arrive there. */
export function channelName(): string {
  return `telewright:${process.pid}`;
}
