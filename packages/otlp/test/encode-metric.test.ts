import { describe, expect, it } from 'vitest';
import { encodeMetric } from '../src/encode-metric.js';
import type { MetricData } from '../src/metric-data.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { decode } from './decode.js';

const encoded = (metric: MetricData) => {
  const writer = new ProtoWriter(16);
  encodeMetric(writer, metric);
  return decode('ScopeMetrics', writer.view()).metrics[0];
};

const descriptor = { name: 'jobs', description: 'Jobs done', unit: '{job}', valueType: 0 };
const at = { startTime: [1_700_000_000, 1] as const, endTime: [1_700_000_060, 2] as const, attributes: { queue: 'mail' } };
const decodedAt = {
  startTimeUnixNano: '1700000000000000001',
  timeUnixNano: '1700000060000000002',
  attributes: [{ key: 'queue', value: { stringValue: 'mail' } }],
};
const decodedDescriptor = { name: 'jobs', description: 'Jobs done', unit: '{job}' };

describe('a metric', () => {
  it('is a cumulative, monotonic sum of integers', () => {
    const dataPoints = [
      { ...at, value: 5 },
      { ...at, value: -(2 ** 40) },
    ];
    expect(encoded({ descriptor, aggregationTemporality: 1, dataPointType: 3, isMonotonic: true, dataPoints })).toEqual({
      ...decodedDescriptor,
      sum: {
        aggregationTemporality: 2,
        isMonotonic: true,
        dataPoints: [
          { ...decodedAt, asInt: '5' },
          { ...decodedAt, asInt: '-1099511627776' },
        ],
      },
    });
  });

  it('is a delta sum of doubles that can go down', () => {
    const metric: MetricData = {
      descriptor: { ...descriptor, description: '', unit: '', valueType: 1 },
      aggregationTemporality: 0,
      dataPointType: 3,
      isMonotonic: false,
      dataPoints: [{ ...at, value: 5 }],
    };
    expect(encoded(metric)).toEqual({ name: 'jobs', sum: { aggregationTemporality: 1, dataPoints: [{ ...decodedAt, asDouble: 5 }] } });
  });

  it('is a gauge, and an integer gauge that was given a fraction keeps it', () => {
    const dataPoints = [
      { ...at, value: 7 },
      { ...at, value: 0.5 },
    ];
    expect(encoded({ descriptor, aggregationTemporality: 1, dataPointType: 2, dataPoints }).gauge).toEqual({
      dataPoints: [
        { ...decodedAt, asInt: '7' },
        { ...decodedAt, asDouble: 0.5 },
      ],
    });
  });

  it('is a histogram, with and without sum, minimum and maximum', () => {
    const buckets = { boundaries: [0.005, 10], counts: [2, 0, 2 ** 33] };
    const dataPoints = [
      { ...at, value: { buckets, count: 2 ** 33 + 2, sum: 12.5, min: -1, max: 0 } },
      { ...at, value: { buckets: { boundaries: [], counts: [0] }, count: 0 } },
    ];
    expect(encoded({ descriptor, aggregationTemporality: 1, dataPointType: 0, dataPoints }).histogram).toEqual({
      aggregationTemporality: 2,
      dataPoints: [
        {
          ...decodedAt,
          count: '8589934594',
          sum: 12.5,
          bucketCounts: ['2', '0', '8589934592'],
          explicitBounds: [0.005, 10],
          min: -1,
          max: 0,
        },
        { ...decodedAt, bucketCounts: ['0'] },
      ],
    });
  });

  it('is an exponential histogram', () => {
    const value = {
      count: 6,
      sum: 3.5,
      scale: -3,
      zeroCount: 1,
      positive: { offset: -5, bucketCounts: [1, 0, 300] },
      negative: { offset: 12, bucketCounts: [] },
      min: -4,
      max: 9,
    };
    const metric: MetricData = { descriptor, aggregationTemporality: 0, dataPointType: 1, dataPoints: [{ ...at, value }] };
    expect(encoded(metric).exponentialHistogram).toEqual({
      aggregationTemporality: 1,
      dataPoints: [
        {
          ...decodedAt,
          count: '6',
          sum: 3.5,
          scale: -3,
          zeroCount: '1',
          positive: { offset: -5, bucketCounts: ['1', '0', '300'] },
          negative: { offset: 12 },
          min: -4,
          max: 9,
        },
      ],
    });
  });
});
