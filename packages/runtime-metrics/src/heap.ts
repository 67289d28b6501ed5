import { clearTimeout, setTimeout } from 'node:timers';
import type { Attributes, Meter } from '@opentelemetry/api';
import {
  ATTR_V8JS_HEAP_SPACE_NAME,
  createObservableInstrument,
  V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE,
  V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE,
  V8JS_MEMORY_HEAP_SPACE_SIZE,
  V8JS_MEMORY_HEAP_USED,
} from '@telewright/semconv';
import type { RuntimeSource } from './runtime-source.js';

const LOADING_MILLIS = 2000;

/** Observes the spaces of this thread's heap. A space that was never used is left out: it would be four series of zeros. */
export function createHeap(meter: Meter): RuntimeSource {
  const used = createObservableInstrument(meter, V8JS_MEMORY_HEAP_USED);
  const size = createObservableInstrument(meter, V8JS_MEMORY_HEAP_SPACE_SIZE);
  const available = createObservableInstrument(meter, V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE);
  const physical = createObservableInstrument(meter, V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE);
  const spaces = new Map<string, Attributes>();
  // Loading node:v8 takes 0.7 to 4 ms, which are better spent when the app has started than then, or than in the first collection.
  const loading = setTimeout(loadV8, LOADING_MILLIS).unref();
  return {
    observables: [used, size, available, physical],
    observe(result) {
      for (const space of loadV8().getHeapSpaceStatistics()) {
        let attributes = spaces.get(space.space_name);
        if (attributes === undefined) {
          if (space.space_size === 0) continue;
          attributes = { [ATTR_V8JS_HEAP_SPACE_NAME]: space.space_name };
          spaces.set(space.space_name, attributes);
        }
        result.observe(used, space.space_used_size, attributes);
        result.observe(size, space.space_size, attributes);
        result.observe(available, space.space_available_size, attributes);
        result.observe(physical, space.physical_space_size, attributes);
      }
    },
    stop: () => clearTimeout(loading),
  };
}

function loadV8(): typeof import('node:v8') {
  return process.getBuiltinModule('node:v8');
}
