import { workerData } from 'node:worker_threads';
import { createTransport, type PlainTransportOptions } from '@telewright/otlp';

/** A request and how it is to be sent. */
export interface Parcel {
  readonly transport: PlainTransportOptions;
  readonly body: Uint8Array;
  readonly items: number;
}

/** What the thread that sends at the end of a process is given. */
export interface CourierTask {
  readonly parcels: readonly Parcel[];
  /** One number in shared memory: not 0 any more when everything was tried. */
  readonly done: Int32Array;
  /** A number in shared memory for each parcel: 1 when it was delivered. */
  readonly taken: Int32Array;
  readonly timeoutMillis: number;
}

/** Sends each parcel once, all at the same time. */
async function deliver({ parcels, done, taken, timeoutMillis }: CourierTask): Promise<void> {
  const attempts = parcels.map(async ({ transport, body, items }, index) => {
    const once = createTransport({ ...transport, timeoutMillis, retry: { maxRetries: 0 } });
    const { outcome } = await once.send(body, items);
    if (outcome === 'delivered') Atomics.store(taken, index, 1);
    await once.shutdown({ timeoutMillis: 1 });
  });
  const hold = setInterval(() => undefined, timeoutMillis);
  await Promise.allSettled(attempts);
  clearInterval(hold);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}

void deliver(workerData as CourierTask);
