import type { MetricDefinition } from './metric-definition.js';

// The conventions and the Collector have no names for Linux pressure stall information (PSI), so these stand under our own prefix.

/** The resource that tasks waited for: `cpu`, `memory`, `io` or `irq`. */
export const ATTR_TELEWRIGHT_HOST_PRESSURE_RESOURCE = 'telewright.host.pressure.resource';
/** Whether `some` or all (`full`) tasks waited. */
export const ATTR_TELEWRIGHT_HOST_PRESSURE_KIND = 'telewright.host.pressure.kind';

/** Defines `telewright.host.pressure.time`. */
export const TELEWRIGHT_HOST_PRESSURE_TIME: MetricDefinition<'counter'> = {
  name: 'telewright.host.pressure.time',
  instrument: 'counter',
  unit: 's',
  description: 'Time in which some or all tasks were stalled for lack of a resource.',
};
