/** The identity of a span; the API's `SpanContext` is one. */
export interface SpanContextData {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean;
  readonly traceState?: { serialize(): string };
}

/** Seconds since the epoch and nanoseconds of the second, as the API's `HrTime`. */
export type TimeData = readonly [seconds: number, nanoseconds: number];

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/**
 * Gives the `flags` of a span or link: the W3C trace flags, and that it is known whether the context (of a span: its parent's) is remote.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/opentelemetry/proto/trace/v1/trace.proto
 */
export function spanFlags(traceFlags: number, isRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote ? IS_REMOTE : 0);
}
