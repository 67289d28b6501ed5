import { writeExponentialHistogramPoint, writeHistogramPoint, writeNumberPoint } from './encode-data-point.js';
import type { MetricData } from './metric-data.js';
import type { ProtoWriter } from './proto-writer.js';

const ITEM = 0x12;
const NAME = 0x0a;
const DESCRIPTION = 0x12;
const UNIT = 0x1a;
const GAUGE = 0x2a;
const SUM = 0x3a;
const HISTOGRAM = 0x4a;
const EXPONENTIAL_HISTOGRAM = 0x52;
const DATA_POINTS = 0x0a;
const AGGREGATION_TEMPORALITY = 0x10;
const IS_MONOTONIC = 0x18;

const LENGTH_BYTES = 2;

/**
 * Appends one metric as an item: its tag and length as an entry of `ScopeMetrics.metrics`, and its bytes. Items of one scope, one
 * after the other, are what {@link assembleRequest} takes.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export function encodeMetric(writer: ProtoWriter, metric: MetricData): void {
  const { name, description, unit } = metric.descriptor;
  const mark = writer.open(ITEM, LENGTH_BYTES);
  writer.string(NAME, name);
  if (description) writer.string(DESCRIPTION, description);
  if (unit) writer.string(UNIT, unit);
  writeData(writer, metric);
  writer.close(mark, LENGTH_BYTES);
}

function writeData(writer: ProtoWriter, metric: MetricData): void {
  const mark = writer.open(dataTag(metric), LENGTH_BYTES);
  switch (metric.dataPointType) {
    case 0:
      for (const point of metric.dataPoints) writeHistogramPoint(writer, DATA_POINTS, point);
      break;
    case 1:
      for (const point of metric.dataPoints) writeExponentialHistogramPoint(writer, DATA_POINTS, point);
      break;
    default: {
      const asInt = metric.descriptor.valueType === 0;
      for (const point of metric.dataPoints) writeNumberPoint(writer, DATA_POINTS, point, asInt);
    }
  }
  if (metric.dataPointType !== 2) {
    writer.uint(AGGREGATION_TEMPORALITY, metric.aggregationTemporality + 1);
  }
  if (metric.dataPointType === 3 && metric.isMonotonic) {
    writer.uint(IS_MONOTONIC, 1);
  }
  writer.close(mark, LENGTH_BYTES);
}

function dataTag(metric: MetricData): number {
  switch (metric.dataPointType) {
    case 0:
      return HISTOGRAM;
    case 1:
      return EXPONENTIAL_HISTOGRAM;
    case 2:
      return GAUGE;
    case 3:
      return SUM;
  }
}
