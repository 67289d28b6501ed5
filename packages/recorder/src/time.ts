import type { HrTime, TimeInput } from '@opentelemetry/api';

export const NANOS_PER_SECOND = 1_000_000_000;
export const NANOS_PER_MILLI = 1_000_000;

const systemDate = Date;
const systemPerformance = performance;

/**
 * Reads the monotonic clock, in milliseconds. The global `performance` is a getter, which costs V8 more than the clock itself; it is asked
 * where the global clocks are those of a test: what replaces `performance` replaces `Date`, too.
 */
export function monotonicMillis(): number {
  return (Date === systemDate ? systemPerformance : performance).now();
}

/** Converts milliseconds since the epoch. */
export function millisToHrTime(millis: number): HrTime {
  return [Math.trunc(millis / 1000), Math.round((millis % 1000) * NANOS_PER_MILLI)];
}

/** Gives the time this many milliseconds after another. */
export function addMillis(seconds: number, nanos: number, millis: number): HrTime {
  const sum = nanos + Math.round((millis % 1000) * NANOS_PER_MILLI);
  const carry = sum >= NANOS_PER_SECOND ? 1 : 0;
  return [seconds + Math.trunc(millis / 1000) + carry, sum - carry * NANOS_PER_SECOND];
}

/** Converts a reading of `performance.now()`. */
export function monotonicToHrTime(millis: number): HrTime {
  const [seconds, nanos] = millisToHrTime(performance.timeOrigin);
  return addMillis(seconds, nanos, millis);
}

/** Gives the time between two times; its seconds are negative if the first is the later one. */
export function hrTimeDuration(start: HrTime, end: HrTime): HrTime {
  const seconds = end[0] - start[0];
  const nanos = end[1] - start[1];
  return nanos < 0 ? [seconds - 1, nanos + NANOS_PER_SECOND] : [seconds, nanos];
}

/** Tells whether this is a time as OpenTelemetry's API takes it. */
export function isTimeInput(value: unknown): value is TimeInput {
  return isHrTime(value) || typeof value === 'number' || value instanceof Date;
}

/** Tells whether this is `[seconds, nanoseconds]`. */
export function isHrTime(value: unknown): value is HrTime {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'number';
}

/**
 * Converts a time as OpenTelemetry's API takes it; a number far below the epoch time of this process is a reading of
 * `performance.now()`. Gives nothing for anything else.
 */
export function toHrTime(time: unknown): HrTime | undefined {
  if (typeof time === 'number') return time < performance.timeOrigin / 2 ? monotonicToHrTime(time) : millisToHrTime(time);
  if (time instanceof Date) return millisToHrTime(time.getTime());
  return isHrTime(time) ? time : undefined;
}
