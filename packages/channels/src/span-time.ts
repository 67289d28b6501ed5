import type { Span } from '@opentelemetry/api';

/** A span of `@telewright/recorder` tells how long it takes. */
interface TimedSpan extends Span {
  readonly durationSeconds?: number;
}

/** Gives when a span began, by `performance.now()`; 0 where the span tells how long it takes. */
export function startMillisOf(span: Span): number {
  return 'durationSeconds' in span ? 0 : performance.now();
}

/**
 * Gives how many seconds a span has taken. What it says itself comes first: the conventions want a measured duration to be that of the span,
 * and it spares two readings of the clock.
 */
export function secondsOf(span: TimedSpan, startMillis: number): number {
  return span.durationSeconds ?? (performance.now() - startMillis) / 1000;
}
