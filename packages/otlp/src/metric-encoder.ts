import { writeAttributes } from './any-value.js';
import type { MetricItem, PointData } from './items.js';
import type { Writer } from './writer.js';

interface HistogramValue {
  readonly buckets: { readonly boundaries: readonly number[]; readonly counts: readonly number[] };
  readonly count: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
}

interface Buckets {
  readonly offset: number;
  readonly bucketCounts: readonly number[];
}

interface ExponentialValue extends Omit<HistogramValue, 'buckets'> {
  readonly scale: number;
  readonly zeroCount: number;
  readonly positive: Buckets;
  readonly negative: Buckets;
}

const histogram = 0;
const exponentialHistogram = 1;
const gauge = 2;

/** Writes the fields of a `Metric` message. */
export function writeMetric(writer: Writer, metric: MetricItem): void {
  const { name, description, unit, valueType } = metric.descriptor;
  writer.text(1, name);
  if (description) writer.text(2, description);
  if (unit) writer.text(3, unit);
  // OTLP counts temporalities from 1 (delta), the SDK from 0.
  const temporality = metric.aggregationTemporality + 1;
  if (metric.dataPointType === histogram) {
    writePoints(writer, 9, metric.dataPoints, writeHistogramPoint, temporality);
  } else if (metric.dataPointType === exponentialHistogram) {
    writePoints(writer, 10, metric.dataPoints, writeExponentialPoint, temporality);
  } else if (metric.dataPointType === gauge) {
    writePoints(writer, 5, metric.dataPoints, valueType === 0 ? writeIntPoint : writeDoublePoint);
  } else {
    writePoints(writer, 7, metric.dataPoints, valueType === 0 ? writeIntPoint : writeDoublePoint, temporality, metric.isMonotonic === true);
  }
}

function writePoints(
  writer: Writer,
  field: number,
  points: readonly PointData[],
  write: (writer: Writer, point: PointData) => void,
  temporality?: number,
  monotonic?: boolean,
): void {
  const at = writer.open(field);
  for (const point of points) {
    const pointAt = writer.open(1);
    write(writer, point);
    writer.close(pointAt);
  }
  if (temporality !== undefined) writer.uint32(2, temporality);
  if (monotonic) writer.bool(3, true);
  writer.close(at);
}

function writeIntPoint(writer: Writer, point: PointData): void {
  const value = point.value as number;
  writeTimes(writer, point);
  if (Number.isSafeInteger(value)) writer.sfixed64(6, value);
  else writer.double(4, value);
  writeAttributes(writer, 7, point.attributes);
}

function writeDoublePoint(writer: Writer, point: PointData): void {
  writeTimes(writer, point);
  writer.double(4, point.value as number);
  writeAttributes(writer, 7, point.attributes);
}

function writeHistogramPoint(writer: Writer, point: PointData): void {
  const { buckets, count, sum, min, max } = point.value as HistogramValue;
  writeTimes(writer, point);
  writer.fixed64(4, count);
  if (sum !== undefined) writer.double(5, sum);
  const countsAt = writer.open(6);
  for (const bucket of buckets.counts) writer.rawFixed64(bucket);
  writer.close(countsAt);
  const boundsAt = writer.open(7);
  for (const bound of buckets.boundaries) writer.rawDouble(bound);
  writer.close(boundsAt);
  writeAttributes(writer, 9, point.attributes);
  writeRange(writer, 11, 12, min, max);
}

function writeExponentialPoint(writer: Writer, point: PointData): void {
  const { count, sum, scale, zeroCount, positive, negative, min, max } = point.value as ExponentialValue;
  writeAttributes(writer, 1, point.attributes);
  writeTimes(writer, point);
  writer.fixed64(4, count);
  if (sum !== undefined) writer.double(5, sum);
  writer.sint32(6, scale);
  writer.fixed64(7, zeroCount);
  writeBuckets(writer, 8, positive);
  writeBuckets(writer, 9, negative);
  writeRange(writer, 12, 13, min, max);
}

function writeBuckets(writer: Writer, field: number, { offset, bucketCounts }: Buckets): void {
  if (bucketCounts.length === 0) return;
  const at = writer.open(field);
  writer.sint32(1, offset);
  const countsAt = writer.open(2);
  for (const count of bucketCounts) writer.varint(count);
  writer.close(countsAt);
  writer.close(at);
}

/** An empty histogram has infinite bounds in the SDK: they are left out. */
function writeRange(writer: Writer, minField: number, maxField: number, min: number | undefined, max: number | undefined): void {
  if (min !== undefined && Number.isFinite(min)) writer.double(minField, min);
  if (max !== undefined && Number.isFinite(max)) writer.double(maxField, max);
}

function writeTimes(writer: Writer, { startTime, endTime }: PointData): void {
  writer.time(2, startTime);
  writer.time(3, endTime);
}
