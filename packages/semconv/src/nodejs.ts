import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45 for the reasons given in system.ts.

/** Name of the attribute for what the event loop did with its time: `active` or `idle`. */
export const ATTR_NODEJS_EVENTLOOP_STATE = 'nodejs.eventloop.state';

/** Share of time in which the event loop was active, 0 to 1. */
export const NODEJS_EVENTLOOP_UTILIZATION: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.utilization',
  instrument: 'gauge',
  unit: '1',
  description: 'Event loop utilization.',
};
/** Time that the event loop has spent in each state. */
export const NODEJS_EVENTLOOP_TIME: MetricDefinition<'counter'> = {
  name: 'nodejs.eventloop.time',
  instrument: 'counter',
  unit: 's',
  description: 'Cumulative duration of time the event loop has been in each state.',
};
/** Shortest delay of the event loop. */
export const NODEJS_EVENTLOOP_DELAY_MIN: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.min',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop minimum delay.',
};
/** Longest delay of the event loop. */
export const NODEJS_EVENTLOOP_DELAY_MAX: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.max',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop maximum delay.',
};
/** Mean delay of the event loop. */
export const NODEJS_EVENTLOOP_DELAY_MEAN: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.mean',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop mean delay.',
};
/** Standard deviation of the event loop's delay. */
export const NODEJS_EVENTLOOP_DELAY_STDDEV: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.stddev',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop standard deviation delay.',
};
/** Median delay of the event loop. */
export const NODEJS_EVENTLOOP_DELAY_P50: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.p50',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop 50 percentile delay.',
};
/** Delay of the event loop that 9 in 10 do not exceed. */
export const NODEJS_EVENTLOOP_DELAY_P90: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.p90',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop 90 percentile delay.',
};
/** Delay of the event loop that 99 in 100 do not exceed. */
export const NODEJS_EVENTLOOP_DELAY_P99: MetricDefinition<'gauge'> = {
  name: 'nodejs.eventloop.delay.p99',
  instrument: 'gauge',
  unit: 's',
  description: 'Event loop 99 percentile delay.',
};
