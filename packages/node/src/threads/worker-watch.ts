import { isMainThread, type Worker } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import type { Rescue, RescueHost } from './rescue.js';

/** Watches for the worker threads of this process; what takes over from them is loaded with the first one. */
export class WorkerWatch {
  readonly #host: RescueHost;
  #rescue: Rescue | undefined;

  constructor(host: RescueHost) {
    this.#host = host;
    if (isMainThread) process.on('worker', this.#onWorker);
  }

  /** Takes what the workers that still run have not delivered; for the end of the process, which ends them without notice. */
  takeAll(): void {
    this.#rescue?.takeAll();
  }

  stop(): void {
    process.removeListener('worker', this.#onWorker);
    this.#rescue?.stop();
  }

  readonly #onWorker = (worker: Worker): void => {
    try {
      this.#rescue ??= new (require('./threads.cjs') as typeof import('./threads.js')).Rescue(this.#host);
      this.#rescue.watch(worker);
    } catch (error) {
      // The app is in the middle of `new Worker()`. The file may be gone: it was replaced while the app runs.
      diag.error('what takes over from worker threads could not be loaded; what one that is terminated has not sent is lost', error);
    }
  };
}
