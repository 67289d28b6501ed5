import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import type { Batch } from '@telewright/otlp';
import type { CourierTask, Parcel } from './courier.js';
import type { Outlet } from './pipeline/signal-pipeline.js';

/**
 * Sends batches while the process ends: in an `exit` handler the event loop does not turn any more, so a thread of our own sends, and this
 * one waits for it, some 50 ms where the Collector answers. What is not sent in time was stored before. Nothing is tried where the
 * Collector could not be reached the last time.
 *
 * @returns the batches that were delivered; they are confirmed to their outlets
 */
export function deliverAtExit(
  unsent: readonly { readonly outlet: Outlet; readonly batches: readonly Batch[] }[],
  waitMillis: number,
): ReadonlySet<Batch> {
  const delivered = new Set<Batch>();
  const waiting = unsent.flatMap(({ outlet, batches }) => {
    const transport = outlet.isFailing ? undefined : outlet.transportOptions;
    return transport ? batches.map((batch) => ({ outlet, batch, transport })) : [];
  });
  const file = join(__dirname, 'courier.cjs');
  // An app that was bundled into one file has no such file beside it.
  if (waiting.length === 0 || !existsSync(file)) return delivered;
  const parcels = waiting.map(({ batch, transport }): Parcel => ({ transport, body: batch.body, items: batch.items }));
  let taken: Int32Array;
  try {
    taken = sendFromThread(file, parcels, waitMillis);
  } catch (error) {
    // A host may forbid threads, as with --permission; what could be stored is stored.
    diag.debug('no thread could be started to send the last telemetry', error);
    return delivered;
  }
  waiting.forEach(({ outlet, batch }, index) => {
    if (taken[index] !== 1) return;
    outlet.confirm(batch);
    delivered.add(batch);
  });
  return delivered;
}

function sendFromThread(file: string, parcels: readonly Parcel[], timeoutMillis: number): Int32Array {
  const done = new Int32Array(new SharedArrayBuffer(4));
  const taken = new Int32Array(new SharedArrayBuffer(4 * parcels.length));
  const task: CourierTask = { parcels, done, taken, timeoutMillis };
  // Without the preloads of this process, and without pipes to a thread that does not read.
  const worker = new Worker(file, { workerData: task, execArgv: [], env: {}, stdout: true, stderr: true });
  worker.on('error', () => undefined);
  Atomics.wait(done, 0, 0, timeoutMillis);
  return taken;
}
