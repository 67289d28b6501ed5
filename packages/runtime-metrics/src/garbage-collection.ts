import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import type { Attributes, Meter } from '@opentelemetry/api';
import { ATTR_V8JS_GC_TYPE, createInstrument, V8JS_GC_DURATION } from '@telewright/semconv';
import type { RuntimeSource } from './runtime-source.js';

// The one kind besides these is a collection of the young generation by marking (--minor-ms), which Node.js has no constant for.
const MINOR: Attributes = { [ATTR_V8JS_GC_TYPE]: 'minor' };
const TYPES: ReadonlyMap<number | undefined, Attributes> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, { [ATTR_V8JS_GC_TYPE]: 'major' }],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, { [ATTR_V8JS_GC_TYPE]: 'incremental' }],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, { [ATTR_V8JS_GC_TYPE]: 'weakcb' }],
]);

/** An entry of the type `gc`, which the types of Node.js lack. */
interface GarbageCollectionEntry extends PerformanceEntry {
  readonly detail?: { readonly kind?: number };
}

/** Records how long each garbage collection of this thread takes. */
export function createGarbageCollection(meter: Meter): RuntimeSource {
  const duration = createInstrument(meter, V8JS_GC_DURATION);
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as GarbageCollectionEntry[]) {
      duration.record(entry.duration / 1e3, TYPES.get(entry.detail?.kind) ?? MINOR);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    observables: [],
    observe: () => undefined,
    stop: () => observer.disconnect(),
  };
}
