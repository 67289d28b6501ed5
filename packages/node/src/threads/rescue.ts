import { BroadcastChannel, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import { type EncodedRequest, readJournal } from '@telewright/otlp';
import type { Signal } from '../settings/settings.js';
import { type CollectRequest, channelName, type ThreadMessage, type WorkerMessage } from './thread-messages.js';

/** A request of a worker thread that nobody has delivered. */
export interface Rescued extends EncodedRequest {
  readonly signal: Signal;
  readonly urgent: boolean;
}

/** What takes over from worker threads that are stopped. */
export interface RescueHost {
  take(rescued: Rescued): void;
  /** A worker has ended, and may have left something on disk. */
  ended(thread: number): void;
  /** How long a worker has to tell its metrics before it is stopped. */
  readonly collectMillis: number;
}

/** What is known of one worker thread. */
interface Thread {
  readonly journals: { readonly signal: Signal; readonly urgent: boolean; readonly memory: SharedArrayBuffer }[];
  readonly batches: Map<string, Rescued>;
}

/** Takes over from the worker threads of this process; made with the first one. */
export class Rescue {
  readonly #host: RescueHost;
  /** Workers that have telemetry of their own. */
  readonly #threads = new Map<number, Thread>();
  #channel: BroadcastChannel | undefined;

  constructor(host: RescueHost) {
    this.#host = host;
  }

  /** Takes what the workers that still run have not delivered; for the end of the process, which ends them without notice. */
  takeAll(): void {
    this.#receive();
    const asked = [...this.#threads.keys()].map((thread) => this.#askForMetrics(thread));
    const end = performance.now() + this.#host.collectMillis;
    for (const done of asked) Atomics.wait(done, 0, 0, Math.max(0, end - performance.now()));
    this.#receive();
    for (const thread of [...this.#threads.keys()]) this.#take(thread);
  }

  stop(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Watches over a worker that has just been started. */
  watch(worker: Worker): void {
    const thread = worker.threadId;
    if (!this.#channel) {
      this.#channel = new BroadcastChannel(channelName());
      this.#channel.onmessage = (event) => this.#note((event as unknown as { data: ThreadMessage }).data);
      this.#channel.unref();
    }
    worker.once('exit', () => {
      this.#receive();
      this.#take(thread);
      this.#host.ended(thread);
    });
    const { terminate } = worker;
    // The only way to have the last metrics: once it is being terminated, a thread runs no code any more.
    Object.defineProperty(worker, 'terminate', {
      configurable: true,
      writable: true,
      value: async () => {
        this.#receive();
        if (this.#threads.has(thread)) await Atomics.waitAsync(this.#askForMetrics(thread), 0, 0, this.#host.collectMillis).value;
        return terminate.call(worker);
      },
    });
  }

  #askForMetrics(thread: number): Int32Array {
    const request: CollectRequest = { kind: 'collect', thread, done: new Int32Array(new SharedArrayBuffer(4)) };
    this.#channel?.postMessage(request);
    return request.done;
  }

  /** Reads what has been sent and not been handed to the listener yet. */
  #receive(): void {
    if (!this.#channel) return;
    for (;;) {
      // It takes a channel too, but its type does not say so.
      const received = receiveMessageOnPort(this.#channel as unknown as Parameters<typeof receiveMessageOnPort>[0]);
      if (!received) return;
      this.#note(received.message as ThreadMessage);
    }
  }

  #note(message: ThreadMessage): void {
    if (message.kind === 'collect') return;
    const thread = this.#threads.get(message.thread) ?? { journals: [], batches: new Map<string, Rescued>() };
    this.#threads.set(message.thread, thread);
    if (message.kind === 'journal') thread.journals.push(message);
    else if (message.kind === 'done') thread.batches.delete(keyOf(message));
    else thread.batches.set(keyOf(message), message);
  }

  #take(id: number): void {
    const thread = this.#threads.get(id);
    this.#threads.delete(id);
    if (!thread) return;
    for (const batch of thread.batches.values()) this.#host.take(batch);
    for (const { signal, urgent, memory } of thread.journals) {
      const request = readJournal(memory);
      if (request) this.#host.take({ ...request, signal, urgent });
    }
  }
}

function keyOf({ signal, sequence }: Extract<WorkerMessage, { sequence: number }>): string {
  return `${signal} ${sequence}`;
}
