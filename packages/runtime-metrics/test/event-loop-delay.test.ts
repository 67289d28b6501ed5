import { createHistogram } from 'node:perf_hooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { monitorDelay, summarizeDelays } from '../src/event-loop-delay.js';

const MILLIS = 1e6;

describe('monitorDelay', () => {
  it('records turns of the event loop instead of a timer’s where Node.js can', () => {
    const { histogram, floorNanos } = monitorDelay();
    onTestFinished(() => void histogram.disable());
    expect(floorNanos).toBe(0);
    expect(histogram.enable()).toBe(false);
  });
});

describe('summarizeDelays', () => {
  it('gives nothing before there is something', () => {
    expect(summarizeDelays(createHistogram(), 0)).toBeUndefined();
  });

  it('gives seconds', () => {
    const histogram = createHistogram({ figures: 5 });
    for (let millis = 1; millis <= 100; millis++) histogram.record(millis * MILLIS);
    const summary = summarizeDelays(histogram, 0);
    const rounded = Object.fromEntries(Object.entries(summary ?? {}).map(([key, value]) => [key, Number(value.toFixed(4))]));
    expect(rounded).toEqual({ min: 0.001, max: 0.1, mean: 0.0505, stddev: 0.0289, p50: 0.05, p90: 0.09, p99: 0.099 });
  });

  it('takes the interval off what a timer took, and nothing off how it varied', () => {
    const histogram = createHistogram({ figures: 5 });
    for (const millis of [19, 21, 21, 119]) histogram.record(millis * MILLIS);
    const summary = summarizeDelays(histogram, 20 * MILLIS);
    expect(summary?.min).toBe(0);
    expect(summary?.p50).toBeCloseTo(0.001, 5);
    expect(summary?.max).toBeCloseTo(0.099, 5);
    expect(summary?.mean).toBeCloseTo(0.025, 5);
    expect(summary?.stddev).toBeCloseTo(histogram.stddev / 1e9, 9);
  });
});
