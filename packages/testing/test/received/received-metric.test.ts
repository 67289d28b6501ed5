import { decodeMetrics, startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { SPAN_ID, TRACE_ID, toProtobuf } from '../payloads.js';
import { postJson } from '../post.js';

const attributes = [{ key: 'route', value: { stringValue: '/' } }];
const times = { startTimeUnixNano: '1700000000000000001', timeUnixNano: '1700000000000000002' };
const exemplars = [
  {
    filteredAttributes: [{ key: 'user', value: { stringValue: 'u1' } }],
    timeUnixNano: '1700000000000000003',
    asDouble: 1.5,
    spanId: SPAN_ID,
    traceId: TRACE_ID,
  },
  { timeUnixNano: '4', asInt: '-4' },
];

const PAYLOAD = {
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          scope: { name: 'meter' },
          metrics: [
            {
              name: 'queue.size',
              description: 'Waiting orders',
              unit: '{order}',
              metadata: [{ key: 'm', value: { stringValue: 'x' } }],
              gauge: { dataPoints: [{ attributes, timeUnixNano: '5', asDouble: -0.25, flags: 1 }, { timeUnixNano: '5' }] },
            },
            {
              name: 'orders',
              sum: {
                aggregationTemporality: 2,
                isMonotonic: true,
                dataPoints: [
                  { ...times, asInt: '12', exemplars },
                  { ...times, asInt: '-9223372036854775808' },
                ],
              },
            },
            {
              name: 'duration',
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  {
                    ...times,
                    attributes,
                    count: '3',
                    sum: 4.5,
                    bucketCounts: ['1', '2', '0'],
                    explicitBounds: [0.5, 1],
                    exemplars,
                    flags: 1,
                    min: 0,
                    max: 4,
                  },
                  { ...times, count: '0' },
                ],
              },
            },
            {
              name: 'size',
              exponentialHistogram: {
                aggregationTemporality: 2,
                dataPoints: [
                  {
                    ...times,
                    attributes,
                    count: '6',
                    sum: 7.5,
                    scale: -3,
                    zeroCount: '2',
                    positive: { offset: -5, bucketCounts: ['1', '18446744073709551615'] },
                    negative: { offset: 4, bucketCounts: ['1'] },
                    flags: 1,
                    exemplars,
                    min: -1,
                    max: 9,
                    zeroThreshold: 0.001,
                  },
                  { ...times, count: '0' },
                ],
              },
            },
            {
              name: 'latency',
              summary: {
                dataPoints: [{ ...times, attributes, count: '2', sum: 3, quantileValues: [{ quantile: 0.5, value: 1.5 }], flags: 1 }],
              },
            },
            { name: 'nothing' },
          ],
        },
      ],
    },
  ],
};

const origin = {
  resource: { attributes: {}, droppedAttributesCount: 0 },
  scope: { name: 'meter', attributes: {}, droppedAttributesCount: 0 },
};
const plain = { description: '', unit: '', metadata: {}, ...origin };
const span = { startTimeUnixNano: 1700000000000000001n, timeUnixNano: 1700000000000000002n };
const readExemplars = [
  { filteredAttributes: { user: 'u1' }, timeUnixNano: 1700000000000000003n, value: 1.5, spanId: SPAN_ID, traceId: TRACE_ID },
  { filteredAttributes: {}, timeUnixNano: 4n, value: -4 },
];

const METRICS = [
  {
    ...plain,
    name: 'queue.size',
    description: 'Waiting orders',
    unit: '{order}',
    metadata: { m: 'x' },
    type: 'gauge',
    points: [
      { attributes: { route: '/' }, timeUnixNano: 5n, value: -0.25, flags: 1, exemplars: [] },
      { attributes: {}, timeUnixNano: 5n, value: undefined, flags: 0, exemplars: [] },
    ],
  },
  {
    ...plain,
    name: 'orders',
    type: 'sum',
    temporality: 'cumulative',
    monotonic: true,
    points: [
      { ...span, attributes: {}, value: 12, flags: 0, exemplars: readExemplars },
      { ...span, attributes: {}, value: -9223372036854775808n, flags: 0, exemplars: [] },
    ],
  },
  {
    ...plain,
    name: 'duration',
    type: 'histogram',
    temporality: 'delta',
    points: [
      {
        ...span,
        attributes: { route: '/' },
        count: 3,
        sum: 4.5,
        min: 0,
        max: 4,
        bucketCounts: [1, 2, 0],
        explicitBounds: [0.5, 1],
        flags: 1,
        exemplars: readExemplars,
      },
      { ...span, attributes: {}, count: 0, bucketCounts: [], explicitBounds: [], flags: 0, exemplars: [] },
    ],
  },
  {
    ...plain,
    name: 'size',
    type: 'exponentialHistogram',
    temporality: 'cumulative',
    points: [
      {
        ...span,
        attributes: { route: '/' },
        count: 6,
        sum: 7.5,
        min: -1,
        max: 9,
        scale: -3,
        zeroCount: 2,
        zeroThreshold: 0.001,
        positive: { offset: -5, bucketCounts: [1, 18446744073709551615n] },
        negative: { offset: 4, bucketCounts: [1] },
        flags: 1,
        exemplars: readExemplars,
      },
      {
        ...span,
        attributes: {},
        count: 0,
        scale: 0,
        zeroCount: 0,
        zeroThreshold: 0,
        positive: { offset: 0, bucketCounts: [] },
        negative: { offset: 0, bucketCounts: [] },
        flags: 0,
        exemplars: [],
      },
    ],
  },
  {
    ...plain,
    name: 'latency',
    type: 'summary',
    points: [{ ...span, attributes: { route: '/' }, count: 2, sum: 3, quantileValues: [{ quantile: 0.5, value: 1.5 }], flags: 1 }],
  },
  { ...plain, name: 'nothing', type: 'empty', points: [] },
];

describe('metrics', () => {
  it('keep every field when they come as protobuf', () => {
    expect(decodeMetrics(toProtobuf('Metrics', PAYLOAD))).toStrictEqual(METRICS);
  });

  it('keep every field when they come as JSON', async () => {
    const receiver = await startReceiver();
    await postJson(receiver, '/v1/metrics', PAYLOAD);
    await receiver.close();
    expect(receiver.metrics).toStrictEqual(METRICS);
  });
});
