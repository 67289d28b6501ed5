import { type ELDHistogram, type Histogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** Delays of the event loop, in seconds. */
export interface DelaySummary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** A histogram of delays that is being filled. */
export interface DelayMonitor {
  readonly histogram: ELDHistogram;
  /** What a delay of zero is recorded as, in nanoseconds. */
  readonly floorNanos: number;
}

// A timer that is due while the event loop is blocked fires late however long its interval is, so a blockage of 20 ms is seen for certain.
// Half the interval would double what the timer costs: on Node.js 22 it wakes an idle process 50 times a second.
const TIMER_MILLIS = 20;

/**
 * Starts to record how long each turn of the event loop takes, which is how long the next event may have to wait. Where Node.js can't
 * (before 24.19, 22), a timer records how long it takes to fire, which is a delay upon its interval.
 */
export function monitorDelay(): DelayMonitor {
  let perIteration = false;
  const histogram = monitorEventLoopDelay({
    // Only a Node.js that knows this option reads it.
    get samplePerIteration() {
      perIteration = true;
      return true;
    },
    resolution: TIMER_MILLIS,
  });
  histogram.enable();
  return { histogram, floorNanos: perIteration ? 0 : TIMER_MILLIS * 1e6 };
}

/** Gives what was recorded, or undefined where that is nothing yet. */
export function summarizeDelays(histogram: Histogram, floorNanos: number): DelaySummary | undefined {
  if (histogram.count === 0) return undefined;
  const seconds = (nanos: number): number => Math.max(0, nanos - floorNanos) / 1e9;
  return {
    min: seconds(histogram.min),
    max: seconds(histogram.max),
    mean: seconds(histogram.mean),
    stddev: histogram.stddev / 1e9,
    p50: seconds(histogram.percentile(50)),
    p90: seconds(histogram.percentile(90)),
    p99: seconds(histogram.percentile(99)),
  };
}
