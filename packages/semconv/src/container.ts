import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45 for the reasons given in system.ts.

/** Defines `container.cpu.time`. */
export const CONTAINER_CPU_TIME: MetricDefinition<'counter'> = {
  name: 'container.cpu.time',
  instrument: 'counter',
  unit: 's',
  description: 'CPU time consumed by the container.',
};
/** Defines `container.cpu.usage`. */
export const CONTAINER_CPU_USAGE: MetricDefinition<'gauge'> = {
  name: 'container.cpu.usage',
  instrument: 'gauge',
  unit: '{cpu}',
  description: 'CPUs the container used between two collections.',
};
/** Defines `container.memory.usage`. */
export const CONTAINER_MEMORY_USAGE: MetricDefinition<'updowncounter'> = {
  name: 'container.memory.usage',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Memory usage of the container.',
};
/** Defines `container.memory.available`. */
export const CONTAINER_MEMORY_AVAILABLE: MetricDefinition<'updowncounter'> = {
  name: 'container.memory.available',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Memory limit of the container minus its working set.',
};
/** Defines `container.memory.rss`. */
export const CONTAINER_MEMORY_RSS: MetricDefinition<'updowncounter'> = {
  name: 'container.memory.rss',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Anonymous memory of the container.',
};
/** Defines `container.memory.working_set`. */
export const CONTAINER_MEMORY_WORKING_SET: MetricDefinition<'updowncounter'> = {
  name: 'container.memory.working_set',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Memory usage of the container minus inactive file cache.',
};
/** Defines `container.paging.faults`. */
export const CONTAINER_PAGING_FAULTS: MetricDefinition<'counter'> = {
  name: 'container.paging.faults',
  instrument: 'counter',
  unit: '{fault}',
  description: 'Page faults of the container.',
};
