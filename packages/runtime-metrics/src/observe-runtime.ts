import { isMainThread } from 'node:worker_threads';
import { type BatchObservableCallback, diag, type Meter, type MeterProvider, metrics } from '@opentelemetry/api';
import { createActiveResources } from './active-resources.js';
import { createEventLoop } from './event-loop.js';
import { createGarbageCollection } from './garbage-collection.js';
import { createHeap } from './heap.js';
import { createProcess } from './process.js';
import { RUNTIME_GROUPS, type RuntimeGroup } from './runtime-group.js';
import type { RuntimeSource } from './runtime-source.js';
import { VERSION } from './version.js';

/** Says what is observed, and through which provider it is sent. */
export interface ObserveRuntimeOptions {
  /** The provider whose readers collect the metrics. @default the global one at the time of the call */
  readonly meterProvider?: MeterProvider;
  /** The groups that are observed. @default all; in a worker thread all but `process`, whose values the main thread has already */
  readonly include?: readonly RuntimeGroup[];
  /** Groups that are left out of `include`. @default none */
  readonly exclude?: readonly RuntimeGroup[];
}

/** Ends what it was returned for; a second call does nothing. */
export type Unsubscribe = () => void;

const sources: { readonly [Group in RuntimeGroup]: (meter: Meter) => RuntimeSource } = {
  eventloop: createEventLoop,
  gc: createGarbageCollection,
  heap: createHeap,
  resources: createActiveResources,
  process: createProcess,
};

// Two readers that collect at the same moment share a baseline, so that neither gets the changes over a few milliseconds.
const MIN_BASELINE_MILLIS = 1000;

/**
 * Sends metrics of this thread's runtime: event loop, garbage collection, heap, active resources, and those of the process. They are read
 * when, and only when, a metric reader collects, in one callback that takes a few tenths of a millisecond. Nothing keeps the process alive.
 * Metrics by https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/, `v8js-metrics` beside it, and
 * https://opentelemetry.io/docs/specs/semconv/system/process-metrics/.
 */
export function observeRuntime(options: ObserveRuntimeOptions = {}): Unsubscribe {
  const meter = (options.meterProvider ?? metrics.getMeterProvider()).getMeter('@telewright/runtime-metrics', VERSION);
  const active = activeGroups(options).map((group) => sources[group](meter));
  let baselineMillis = performance.now();
  const observe: BatchObservableCallback = (result) => {
    const nowMillis = performance.now();
    const renew = nowMillis - baselineMillis >= MIN_BASELINE_MILLIS;
    if (renew) baselineMillis = nowMillis;
    for (const source of active) {
      try {
        source.observe(result, renew);
      } catch (error) {
        diag.error('@telewright/runtime-metrics: some runtime metrics of this collection are lost', error);
      }
    }
  };
  const observables = active.flatMap((source) => source.observables);
  // The SDK takes a callback for nothing as an error. Collections of garbage are told of when they happen.
  if (observables.length > 0) meter.addBatchObservableCallback(observe, observables);
  return () => {
    meter.removeBatchObservableCallback(observe, observables);
    for (const source of active) source.stop();
  };
}

function activeGroups({ include, exclude }: ObserveRuntimeOptions): RuntimeGroup[] {
  const included = include ?? RUNTIME_GROUPS.filter((group) => group !== 'process' || isMainThread);
  return RUNTIME_GROUPS.filter((group) => included.includes(group) && !exclude?.includes(group));
}
