import type { AttributesData } from './any-value.js';
import type { ResourceData, ScopeData } from './encode-envelope.js';
import type { TimeData } from './span-context.js';

/** One series' value over a span of time. */
export interface DataPointData<Value> {
  readonly startTime: TimeData;
  readonly endTime: TimeData;
  readonly attributes: AttributesData;
  readonly value: Value;
}

/** A histogram's value: one count more than there are boundaries. */
export interface HistogramData {
  readonly buckets: { readonly boundaries: readonly number[]; readonly counts: readonly number[] };
  readonly count: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

/** One side of an exponential histogram. */
export interface ExponentialBucketsData {
  readonly offset: number;
  readonly bucketCounts: readonly number[];
}

/** An exponential histogram's value. */
export interface ExponentialHistogramData {
  readonly count: number;
  readonly sum?: number;
  readonly scale: number;
  readonly zeroCount: number;
  readonly positive: ExponentialBucketsData;
  readonly negative: ExponentialBucketsData;
  readonly min?: number;
  readonly max?: number;
}

interface MetricBase {
  /** `valueType` as in the API: 0 integers, 1 doubles. */
  readonly descriptor: { readonly name: string; readonly description: string; readonly unit: string; readonly valueType: number };
  /** As in the SDK: 0 delta, 1 cumulative. */
  readonly aggregationTemporality: number;
}

/** One collected metric, told apart by `dataPointType` as in the SDK: 0 histogram, 1 exponential histogram, 2 gauge, 3 sum. */
export type MetricData =
  | (MetricBase & { readonly dataPointType: 0; readonly dataPoints: readonly DataPointData<HistogramData>[] })
  | (MetricBase & { readonly dataPointType: 1; readonly dataPoints: readonly DataPointData<ExponentialHistogramData>[] })
  | (MetricBase & { readonly dataPointType: 2; readonly dataPoints: readonly DataPointData<number>[] })
  | (MetricBase & { readonly dataPointType: 3; readonly dataPoints: readonly DataPointData<number>[]; readonly isMonotonic: boolean });

/** What a metric exporter is given; the SDK's `ResourceMetrics` is one. */
export interface ResourceMetricsData {
  readonly resource: ResourceData;
  readonly scopeMetrics: readonly { readonly scope: ScopeData; readonly metrics: readonly MetricData[] }[];
}
