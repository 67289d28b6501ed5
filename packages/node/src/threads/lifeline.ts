import { BroadcastChannel, threadId } from 'node:worker_threads';
import { type EncodedRequest, ItemJournal, type Safekeeping } from '@telewright/otlp';
import type { Signal } from '../settings/settings.js';
import { channelName, type ThreadMessage } from './thread-messages.js';

/** The connection of a worker thread to the main thread. */
export interface Lifeline {
  /** Gives the place where the main thread finds what a signal's queue holds. */
  safekeeping(signal: Signal): Safekeeping;
  /** Calls back when the main thread is about to stop this one and wants the metrics of the moment, which it will deliver. */
  onCollect(collect: () => readonly EncodedRequest[]): void;
}

/**
 * Lets the main thread have copies of what this thread has recorded and not delivered: `terminate()`, and the end of the process, stop a
 * worker without any notice. Only for worker threads.
 */
export function createLifeline(): Lifeline {
  const channel = new BroadcastChannel(channelName());
  channel.unref();
  const tell = (message: ThreadMessage): void => channel.postMessage(message);
  return {
    safekeeping: (signal) => ({
      journal(urgent) {
        const journal = new ItemJournal();
        tell({ thread: threadId, signal, kind: 'journal', urgent, memory: journal.memory });
        return journal;
      },
      put: (sequence, { body, items }, urgent) => tell({ thread: threadId, signal, kind: 'batch', sequence, body, items, urgent }),
      remove: (sequence) => tell({ thread: threadId, signal, kind: 'done', sequence }),
    }),
    onCollect(collect) {
      channel.onmessage = (event) => {
        const message = (event as unknown as { data: ThreadMessage }).data;
        if (message.kind !== 'collect' || message.thread !== threadId) return;
        // Batches of the queue have numbers from 1 on.
        collect().forEach(({ body, items }, index) => {
          tell({ thread: threadId, signal: 'metrics', kind: 'batch', sequence: -index, body, items, urgent: false });
        });
        Atomics.store(message.done, 0, 1);
        Atomics.notify(message.done, 0);
      };
      channel.unref();
    },
  };
}
