import { type MetricMessage, type MetricsRequestMessage, TEMPORALITIES } from '../schema/metrics-schema.js';
import { type Attributes, toAttributes } from './any-value.js';
import { type ReceivedOrigin, toOrigin, toResource } from './received-origin.js';
import {
  type ReceivedExponentialHistogramPoint,
  type ReceivedHistogramPoint,
  type ReceivedNumberPoint,
  type ReceivedSummaryPoint,
  toExponentialHistogramPoint,
  toHistogramPoint,
  toNumberPoint,
  toSummaryPoint,
} from './received-point.js';

/** Whether each point counts from the start (cumulative) or from the point before it (delta). */
export type Temporality = 'unspecified' | 'delta' | 'cumulative';

/** What the points of a metric are, by its type. `empty` is a metric that came without any data. */
export type ReceivedMetricData =
  | { readonly type: 'gauge'; readonly points: readonly ReceivedNumberPoint[] }
  | {
      readonly type: 'sum';
      readonly points: readonly ReceivedNumberPoint[];
      readonly temporality: Temporality;
      readonly monotonic: boolean;
    }
  | { readonly type: 'histogram'; readonly points: readonly ReceivedHistogramPoint[]; readonly temporality: Temporality }
  | {
      readonly type: 'exponentialHistogram';
      readonly points: readonly ReceivedExponentialHistogramPoint[];
      readonly temporality: Temporality;
    }
  | { readonly type: 'summary'; readonly points: readonly ReceivedSummaryPoint[] }
  | { readonly type: 'empty'; readonly points: readonly [] };

/**
 * A metric as it arrived in one export.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto
 */
export type ReceivedMetric = ReceivedOrigin &
  ReceivedMetricData & {
    readonly name: string;
    readonly description: string;
    readonly unit: string;
    /** What describes the metric without identifying it. */
    readonly metadata: Attributes;
  };

/** Lists the metrics of a request in the order in which they stand in it. */
export function toMetrics(request: MetricsRequestMessage): ReceivedMetric[] {
  return request.resourceMetrics.flatMap((group) => {
    const resource = toResource(group.resource, group.schemaUrl);
    return group.scopeMetrics.flatMap(({ scope, metrics, schemaUrl }) => {
      const origin = toOrigin(resource, scope, schemaUrl);
      return metrics.map((metric) => toMetric(metric, origin));
    });
  });
}

function toMetric(metric: MetricMessage, origin: ReceivedOrigin): ReceivedMetric {
  const { name, description, unit } = metric;
  return { name, description, unit, metadata: toAttributes(metric.metadata), ...toData(metric), ...origin };
}

function toData({ gauge, sum, histogram, exponentialHistogram, summary }: MetricMessage): ReceivedMetricData {
  if (gauge !== undefined) return { type: 'gauge', points: gauge.dataPoints.map(toNumberPoint) };
  if (sum !== undefined)
    return { type: 'sum', points: sum.dataPoints.map(toNumberPoint), temporality: toTemporality(sum), monotonic: sum.isMonotonic };
  if (histogram !== undefined)
    return { type: 'histogram', points: histogram.dataPoints.map(toHistogramPoint), temporality: toTemporality(histogram) };
  if (exponentialHistogram !== undefined) {
    const points = exponentialHistogram.dataPoints.map(toExponentialHistogramPoint);
    return { type: 'exponentialHistogram', points, temporality: toTemporality(exponentialHistogram) };
  }
  if (summary !== undefined) return { type: 'summary', points: summary.dataPoints.map(toSummaryPoint) };
  return { type: 'empty', points: [] };
}

function toTemporality({ aggregationTemporality }: { readonly aggregationTemporality: number }): Temporality {
  return (TEMPORALITIES[aggregationTemporality] ?? 'UNSPECIFIED').toLowerCase() as Temporality;
}
