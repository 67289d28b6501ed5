import type { Meter, Observable } from '@opentelemetry/api';
import {
  ATTR_NODEJS_EVENTLOOP_STATE,
  createObservableInstrument,
  type MetricDefinition,
  NODEJS_EVENTLOOP_DELAY_MAX,
  NODEJS_EVENTLOOP_DELAY_MEAN,
  NODEJS_EVENTLOOP_DELAY_MIN,
  NODEJS_EVENTLOOP_DELAY_P50,
  NODEJS_EVENTLOOP_DELAY_P90,
  NODEJS_EVENTLOOP_DELAY_P99,
  NODEJS_EVENTLOOP_DELAY_STDDEV,
  NODEJS_EVENTLOOP_TIME,
  NODEJS_EVENTLOOP_UTILIZATION,
} from '@telewright/semconv';
import { type DelaySummary, monitorDelay, summarizeDelays } from './event-loop-delay.js';
import type { RuntimeSource } from './runtime-source.js';

const ACTIVE = { [ATTR_NODEJS_EVENTLOOP_STATE]: 'active' };
const IDLE = { [ATTR_NODEJS_EVENTLOOP_STATE]: 'idle' };

const DELAYS: readonly (readonly [keyof DelaySummary, MetricDefinition<'gauge'>])[] = [
  ['min', NODEJS_EVENTLOOP_DELAY_MIN],
  ['max', NODEJS_EVENTLOOP_DELAY_MAX],
  ['mean', NODEJS_EVENTLOOP_DELAY_MEAN],
  ['stddev', NODEJS_EVENTLOOP_DELAY_STDDEV],
  ['p50', NODEJS_EVENTLOOP_DELAY_P50],
  ['p90', NODEJS_EVENTLOOP_DELAY_P90],
  ['p99', NODEJS_EVENTLOOP_DELAY_P99],
];

/** Observes how busy the event loop is and for how long it makes others wait. */
export function createEventLoop(meter: Meter): RuntimeSource {
  const utilization = createObservableInstrument(meter, NODEJS_EVENTLOOP_UTILIZATION);
  const time = createObservableInstrument(meter, NODEJS_EVENTLOOP_TIME);
  const delays = DELAYS.map(([key, definition]): [keyof DelaySummary, Observable] => [key, createObservableInstrument(meter, definition)]);
  const { histogram, floorNanos } = monitorDelay();
  let baseline = performance.eventLoopUtilization();
  return {
    observables: [utilization, time, ...delays.map(([, observable]) => observable)],
    observe(result, renew) {
      const now = performance.eventLoopUtilization();
      const share = performance.eventLoopUtilization(now, baseline).utilization;
      if (Number.isFinite(share)) result.observe(utilization, share);
      result.observe(time, now.active / 1e3, ACTIVE);
      result.observe(time, now.idle / 1e3, IDLE);
      const summary = summarizeDelays(histogram, floorNanos);
      if (summary) for (const [key, observable] of delays) result.observe(observable, summary[key]);
      if (!renew) return;
      baseline = now;
      histogram.reset();
    },
    stop: () => void histogram.disable(),
  };
}
