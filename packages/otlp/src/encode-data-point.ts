import { writeAttributes } from './any-value.js';
import type { DataPointData, ExponentialBucketsData, ExponentialHistogramData, HistogramData } from './metric-data.js';
import type { ProtoWriter } from './proto-writer.js';

const START_TIME = 0x11;
const TIME = 0x19;

const NUMBER_AS_DOUBLE = 0x21;
const NUMBER_AS_INT = 0x31;
const NUMBER_ATTRIBUTES = 0x3a;

const COUNT = 0x21;
const SUM = 0x29;

const HISTOGRAM_BUCKET_COUNTS = 0x32;
const HISTOGRAM_EXPLICIT_BOUNDS = 0x3a;
const HISTOGRAM_ATTRIBUTES = 0x4a;
const HISTOGRAM_MIN = 0x59;
const HISTOGRAM_MAX = 0x61;

const EXPONENTIAL_ATTRIBUTES = 0x0a;
const EXPONENTIAL_SCALE = 0x30;
const EXPONENTIAL_ZERO_COUNT = 0x39;
const EXPONENTIAL_POSITIVE = 0x42;
const EXPONENTIAL_NEGATIVE = 0x4a;
const EXPONENTIAL_MIN = 0x61;
const EXPONENTIAL_MAX = 0x69;

const BUCKETS_OFFSET = 0x08;
const BUCKETS_COUNTS = 0x12;

/** Writes a point of a gauge or a sum; a value that is no safe integer stays a double, whatever its instrument says. */
export function writeNumberPoint(writer: ProtoWriter, tag: number, point: DataPointData<number>, asInt: boolean): void {
  const mark = writer.open(tag, 1);
  writeTimes(writer, point);
  if (asInt && Number.isSafeInteger(point.value)) {
    writer.tag(NUMBER_AS_INT);
    writer.fixed64(point.value);
  } else {
    writeDouble(writer, NUMBER_AS_DOUBLE, point.value);
  }
  writeAttributes(writer, NUMBER_ATTRIBUTES, point.attributes);
  writer.close(mark, 1);
}

/** Writes a point of a histogram with explicit boundaries. */
export function writeHistogramPoint(writer: ProtoWriter, tag: number, point: DataPointData<HistogramData>): void {
  const { buckets, count, sum, min, max } = point.value;
  const mark = writer.open(tag, 2);
  writeTimes(writer, point);
  writer.tag(COUNT);
  writer.fixed64(count);
  writeDouble(writer, SUM, sum);
  writer.uint(HISTOGRAM_BUCKET_COUNTS, buckets.counts.length * 8);
  for (const bucketCount of buckets.counts) writer.fixed64(bucketCount);
  writer.uint(HISTOGRAM_EXPLICIT_BOUNDS, buckets.boundaries.length * 8);
  for (const boundary of buckets.boundaries) writer.double(boundary);
  writeAttributes(writer, HISTOGRAM_ATTRIBUTES, point.attributes);
  writeDouble(writer, HISTOGRAM_MIN, min);
  writeDouble(writer, HISTOGRAM_MAX, max);
  writer.close(mark, 2);
}

/** Writes a point of an exponential histogram. */
export function writeExponentialHistogramPoint(writer: ProtoWriter, tag: number, point: DataPointData<ExponentialHistogramData>): void {
  const { count, sum, scale, zeroCount, positive, negative, min, max } = point.value;
  const mark = writer.open(tag, 2);
  writeAttributes(writer, EXPONENTIAL_ATTRIBUTES, point.attributes);
  writeTimes(writer, point);
  writer.tag(COUNT);
  writer.fixed64(count);
  writeDouble(writer, SUM, sum);
  writeSigned(writer, EXPONENTIAL_SCALE, scale);
  writer.tag(EXPONENTIAL_ZERO_COUNT);
  writer.fixed64(zeroCount);
  writeBuckets(writer, EXPONENTIAL_POSITIVE, positive);
  writeBuckets(writer, EXPONENTIAL_NEGATIVE, negative);
  writeDouble(writer, EXPONENTIAL_MIN, min);
  writeDouble(writer, EXPONENTIAL_MAX, max);
  writer.close(mark, 2);
}

function writeBuckets(writer: ProtoWriter, tag: number, buckets: ExponentialBucketsData): void {
  const mark = writer.open(tag, 2);
  writeSigned(writer, BUCKETS_OFFSET, buckets.offset);
  const countsMark = writer.open(BUCKETS_COUNTS, 2);
  for (const count of buckets.bucketCounts) writer.varint(count);
  writer.close(countsMark, 2);
  writer.close(mark, 2);
}

function writeTimes(writer: ProtoWriter, point: DataPointData<unknown>): void {
  writer.time(START_TIME, point.startTime);
  writer.time(TIME, point.endTime);
}

function writeDouble(writer: ProtoWriter, tag: number, value: number | undefined): void {
  if (value === undefined) return;
  writer.tag(tag);
  writer.double(value);
}

/** Writes a `sint32` field: zigzag, so that small negative numbers stay short. */
function writeSigned(writer: ProtoWriter, tag: number, value: number): void {
  writer.uint(tag, ((value << 1) ^ (value >> 31)) >>> 0);
}
