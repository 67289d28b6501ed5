import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45 for the reasons given in system.ts.

/** Name of the attribute for the kind of a garbage collection: `major`, `minor`, `incremental` or `weakcb`. */
export const ATTR_V8JS_GC_TYPE = 'v8js.gc.type';
/** Name of the attribute for the name of a heap space, such as `old_space`. */
export const ATTR_V8JS_HEAP_SPACE_NAME = 'v8js.heap.space.name';
/** Name of the attribute for the type of a resource that keeps the event loop alive, such as `Timeout` or `TCPSocketWrap`. */
export const ATTR_V8JS_RESOURCE_TYPE = 'v8js.resource.type';

/**
 * Duration of garbage collections. The conventions advise no boundaries; these tell the pauses of a young generation, tenths of a
 * millisecond to a few milliseconds, from those of the whole heap.
 */
export const V8JS_GC_DURATION: MetricDefinition<'histogram'> = {
  name: 'v8js.gc.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Garbage collection duration.',
  boundaries: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
};
/** Bytes in use in each heap space. */
export const V8JS_MEMORY_HEAP_USED: MetricDefinition<'updowncounter'> = {
  name: 'v8js.memory.heap.used',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Heap Memory size allocated.',
};
/** Bytes allotted to each heap space. */
export const V8JS_MEMORY_HEAP_SPACE_SIZE: MetricDefinition<'updowncounter'> = {
  name: 'v8js.memory.heap.space.size',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Total heap memory size pre-allocated for a heap space.',
};
/** Bytes that are left in each heap space. */
export const V8JS_MEMORY_HEAP_SPACE_AVAILABLE_SIZE: MetricDefinition<'updowncounter'> = {
  name: 'v8js.memory.heap.space.available_size',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Heap space available size.',
};
/** Bytes of memory that are committed to each heap space. */
export const V8JS_MEMORY_HEAP_SPACE_PHYSICAL_SIZE: MetricDefinition<'updowncounter'> = {
  name: 'v8js.memory.heap.space.physical_size',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Committed size of a heap space.',
};
/** What keeps the event loop alive, by type. */
export const V8JS_RESOURCE_ACTIVE: MetricDefinition<'gauge'> = {
  name: 'v8js.resource.active',
  instrument: 'gauge',
  unit: '{resource}',
  description: 'Gauge of the active resources that are currently keeping the event loop alive.',
};
