import type {
  BucketsMessage,
  DataPointMessage,
  ExemplarMessage,
  ExponentialHistogramPointMessage,
  HistogramPointMessage,
  NumberPointMessage,
  SummaryPointMessage,
} from '../schema/data-point-schema.js';
import { type Attributes, toAttributes, toNumber } from './any-value.js';

/** A measurement that stands for the others of its point. */
export interface ReceivedExemplar {
  readonly timeUnixNano: bigint;
  /** Undefined when none was sent. */
  readonly value: number | bigint | undefined;
  readonly traceId?: string;
  readonly spanId?: string;
  /** The attributes of the measurement that are not among those of the point. */
  readonly filteredAttributes: Attributes;
}

/** What every data point has. Times are nanoseconds since the epoch. */
export interface ReceivedPoint {
  readonly attributes: Attributes;
  readonly startTimeUnixNano?: bigint;
  readonly timeUnixNano: bigint;
  /** Bit 0 says that nothing was recorded. */
  readonly flags: number;
}

/** A point of a gauge or a sum. */
export interface ReceivedNumberPoint extends ReceivedPoint {
  /** A bigint only where a number could not hold it exactly, undefined when none was sent. */
  readonly value: number | bigint | undefined;
  readonly exemplars: readonly ReceivedExemplar[];
}

/** A point of a histogram with explicit bounds; bucket i counts values in (bounds[i - 1], bounds[i]]. */
export interface ReceivedHistogramPoint extends ReceivedPoint {
  readonly count: number | bigint;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly bucketCounts: readonly (number | bigint)[];
  readonly explicitBounds: readonly number[];
  readonly exemplars: readonly ReceivedExemplar[];
}

/** Buckets of an exponential histogram; bucket i counts values in (base^(offset + i), base^(offset + i + 1)]. */
export interface ReceivedBuckets {
  readonly offset: number;
  readonly bucketCounts: readonly (number | bigint)[];
}

/** A point of an exponential histogram; its base is 2^(2^-scale). */
export interface ReceivedExponentialHistogramPoint extends ReceivedPoint {
  readonly count: number | bigint;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly scale: number;
  readonly zeroCount: number | bigint;
  readonly zeroThreshold: number;
  readonly positive: ReceivedBuckets;
  readonly negative: ReceivedBuckets;
  readonly exemplars: readonly ReceivedExemplar[];
}

/** A point of a summary. */
export interface ReceivedSummaryPoint extends ReceivedPoint {
  readonly count: number | bigint;
  readonly sum: number;
  /** Quantiles from 0 (the minimum) to 1 (the maximum). */
  readonly quantileValues: readonly { readonly quantile: number; readonly value: number }[];
}

export function toNumberPoint(point: NumberPointMessage): ReceivedNumberPoint {
  return { ...toPoint(point), value: toValue(point), exemplars: point.exemplars.map(toExemplar) };
}

export function toHistogramPoint(point: HistogramPointMessage): ReceivedHistogramPoint {
  return {
    ...toPoint(point),
    count: toNumber(point.count),
    ...toExtent(point),
    bucketCounts: point.bucketCounts.map(toNumber),
    explicitBounds: point.explicitBounds,
    exemplars: point.exemplars.map(toExemplar),
  };
}

export function toExponentialHistogramPoint(point: ExponentialHistogramPointMessage): ReceivedExponentialHistogramPoint {
  return {
    ...toPoint(point),
    count: toNumber(point.count),
    ...toExtent(point),
    scale: point.scale,
    zeroCount: toNumber(point.zeroCount),
    zeroThreshold: point.zeroThreshold,
    positive: toBuckets(point.positive),
    negative: toBuckets(point.negative),
    exemplars: point.exemplars.map(toExemplar),
  };
}

export function toSummaryPoint(point: SummaryPointMessage): ReceivedSummaryPoint {
  return { ...toPoint(point), count: toNumber(point.count), sum: point.sum, quantileValues: point.quantileValues };
}

function toPoint(point: DataPointMessage): ReceivedPoint {
  return {
    attributes: toAttributes(point.attributes),
    ...(point.startTimeUnixNano !== 0n && { startTimeUnixNano: point.startTimeUnixNano }),
    timeUnixNano: point.timeUnixNano,
    flags: point.flags,
  };
}

function toExtent({ sum, min, max }: Pick<HistogramPointMessage, 'sum' | 'min' | 'max'>): { sum?: number; min?: number; max?: number } {
  return { ...(sum !== undefined && { sum }), ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function toBuckets(buckets: BucketsMessage | undefined): ReceivedBuckets {
  return { offset: buckets?.offset ?? 0, bucketCounts: buckets?.bucketCounts.map(toNumber) ?? [] };
}

function toExemplar(exemplar: ExemplarMessage): ReceivedExemplar {
  return {
    timeUnixNano: exemplar.timeUnixNano,
    value: toValue(exemplar),
    ...(exemplar.traceId !== '' && { traceId: exemplar.traceId }),
    ...(exemplar.spanId !== '' && { spanId: exemplar.spanId }),
    filteredAttributes: toAttributes(exemplar.filteredAttributes),
  };
}

function toValue({ asInt, asDouble }: Pick<NumberPointMessage, 'asInt' | 'asDouble'>): number | bigint | undefined {
  return asInt === undefined ? asDouble : toNumber(asInt);
}
