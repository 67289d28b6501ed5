import { type AnyValue, decodeLogs, decodeMetrics, decodeTraces } from '@telewright/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecordData, MetricItem, SpanData } from '../src/items.js';
import { encodeLogs, encodeMetrics, encodeTraces } from '../src/request-encoder.js';

const resource = { attributes: { 'service.name': 'checkout' }, schemaUrl: 'https://opentelemetry.io/schemas/1.45.0' };
const scope = { name: 'scope', version: '1.2.3' };
const context = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

const span = (changes: Partial<SpanData> = {}): SpanData => ({
  name: 'GET /cart',
  kind: 1,
  spanContext: () => context,
  startTime: [1_700_000_000, 123_456_789],
  endTime: [1_700_000_001, 1],
  status: { code: 0 },
  attributes: {},
  links: [],
  events: [],
  resource,
  instrumentationScope: scope,
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  ...changes,
});

const record = (changes: Partial<LogRecordData> = {}): LogRecordData => ({
  hrTime: [1_700_000_000, 5],
  hrTimeObserved: [1_700_000_000, 6],
  attributes: {},
  droppedAttributesCount: 0,
  resource,
  instrumentationScope: scope,
  ...changes,
});

/** What an attribute value has to be on the other side. */
function expected(value: unknown): AnyValue {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'bigint')
    return BigInt.asIntN(64, value) === value ? (Number.isSafeInteger(Number(value)) ? Number(value) : value) : String(value);
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return Object.fromEntries(entries.map(([key, entry]) => [key.toWellFormed(), expected(entry)]));
  }
  return value as number | boolean;
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\ud800', 'a\udfffb', 'ä'.repeat(42), 'x'.repeat(200), '€'.repeat(70_000)),
);
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53),
    fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const attributes = fc.dictionary(fc.string({ unit: 'binary' }), anyValue, { maxKeys: 5, noNullPrototype: true });
const noPrototypeKey = (value: unknown): boolean =>
  !JSON.stringify(value, (_, entry) => (typeof entry === 'bigint' ? `${entry}` : entry))?.includes('__proto__');

describe('encodeTraces', () => {
  it('carries every field of a span', () => {
    const parent = { ...context, spanId: '00f067aa0ba902b7', isRemote: true };
    const encoded = encodeTraces([
      span({
        kind: 2,
        parentSpanContext: parent,
        spanContext: () => ({ ...context, traceState: { serialize: () => 'vendor=1' } }),
        status: { code: 2, message: 'boom' },
        attributes: { a: 1 },
        events: [{ time: [1_700_000_000, 7], name: 'event', attributes: { b: true }, droppedAttributesCount: 1 }],
        links: [{ context: parent, attributes: { c: 'x' }, droppedAttributesCount: 2 }],
        droppedAttributesCount: 3,
        droppedEventsCount: 4,
        droppedLinksCount: 5,
      }),
    ]);
    expect(decodeTraces(encoded)).toEqual([
      {
        traceId: context.traceId,
        spanId: context.spanId,
        parentSpanId: '00f067aa0ba902b7',
        traceState: 'vendor=1',
        flags: 0x301,
        name: 'GET /cart',
        kind: 'CLIENT',
        startTimeUnixNano: 1700000000123456789n,
        endTimeUnixNano: 1700000001000000001n,
        attributes: { a: 1 },
        droppedAttributesCount: 3,
        events: [{ name: 'event', timeUnixNano: 1700000000000000007n, attributes: { b: true }, droppedAttributesCount: 1 }],
        droppedEventsCount: 4,
        links: [
          {
            traceId: context.traceId,
            spanId: '00f067aa0ba902b7',
            attributes: { c: 'x' },
            droppedAttributesCount: 2,
            flags: 0x301,
          },
        ],
        droppedLinksCount: 5,
        status: { code: 'ERROR', message: 'boom' },
        scope: { name: 'scope', version: '1.2.3', attributes: {}, droppedAttributesCount: 0 },
        resource: { attributes: { 'service.name': 'checkout' }, droppedAttributesCount: 0, schemaUrl: resource.schemaUrl },
      },
    ]);
  });

  it('carries any attributes', () => {
    fc.assert(
      fc.property(attributes.filter(noPrototypeKey), (values) => {
        expect(decodeTraces(encodeTraces([span({ attributes: values })]))[0]?.attributes).toEqual(expected(values));
      }),
      { numRuns: 300 },
    );
  });

  it('carries any name and any time to the nanosecond', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 2 ** 33 }), fc.integer({ min: 0, max: 999_999_999 }), (name, seconds, nanos) => {
        const [decoded] = decodeTraces(encodeTraces([span({ name, startTime: [seconds, nanos] })]));
        expect([decoded?.name, decoded?.startTimeUnixNano]).toEqual([
          name.toWellFormed(),
          BigInt(seconds) * 1_000_000_000n + BigInt(nanos),
        ]);
      }),
    );
  });

  it('groups spans by resource and scope', () => {
    const other = { name: 'other' };
    const spans = [span({ name: 'a' }), span({ name: 'b', instrumentationScope: other }), span({ name: 'c' })];
    expect(decodeTraces(encodeTraces(spans)).map(({ name, scope: { name: scopeName } }) => [name, scopeName])).toEqual([
      ['a', 'scope'],
      ['c', 'scope'],
      ['b', 'other'],
    ]);
  });

  it('carries a batch that is larger than its buffer', () => {
    const spans = Array.from({ length: 5_000 }, (_, index) => span({ name: `span ${index}` }));
    expect(decodeTraces(encodeTraces(spans)).map(({ name }) => name)).toEqual(spans.map(({ name }) => name));
  });

  it('ends a cycle and leaves out what has no OTLP type', () => {
    const cycle: Record<string, unknown> = { symbol: Symbol('s'), call: () => 1 };
    cycle['self'] = cycle;
    const [decoded] = decodeTraces(encodeTraces([span({ attributes: { cycle, gone: undefined } })]));
    expect(decoded?.attributes['gone']).toBeUndefined();
    expect(decoded?.attributes['cycle']).toMatchObject({ symbol: null, call: null, self: { symbol: null } });
  });

  it('starts anew after a span that could not be encoded', () => {
    const broken = span({
      spanContext: () => {
        throw new Error('broken');
      },
    });
    expect(() => encodeTraces([span(), broken])).toThrow('broken');
    expect(decodeTraces(encodeTraces([span()]))).toHaveLength(1);
  });
});

describe('encodeLogs', () => {
  it('carries every field of a log record', () => {
    const encoded = encodeLogs([
      record({
        spanContext: context,
        severityNumber: 17,
        severityText: 'error',
        body: 'failed',
        eventName: 'job.failed',
        attributes: { err: { deep: [1] } },
        droppedAttributesCount: 2,
      }),
    ]);
    expect(decodeLogs(encoded)).toMatchObject([
      {
        timeUnixNano: 1700000000000000005n,
        observedTimeUnixNano: 1700000000000000006n,
        severityNumber: 17,
        severityText: 'error',
        body: 'failed',
        eventName: 'job.failed',
        attributes: { err: { deep: [1] } },
        droppedAttributesCount: 2,
        traceId: context.traceId,
        spanId: context.spanId,
        flags: 1,
      },
    ]);
  });

  it('carries any body', () => {
    fc.assert(
      fc.property(anyValue.filter(noPrototypeKey), (body) => {
        expect(decodeLogs(encodeLogs([record({ body })]))[0]?.body).toEqual(expected(body));
      }),
      { numRuns: 300 },
    );
  });
});

describe('encodeMetrics', () => {
  const times = { startTime: [1_700_000_000, 0], endTime: [1_700_000_060, 0] } as const;
  const metric = (changes: Partial<MetricItem>): MetricItem => ({
    descriptor: { name: 'metric', description: 'What it is', unit: 's', valueType: 1 },
    aggregationTemporality: 1,
    dataPointType: 2,
    dataPoints: [],
    ...changes,
  });
  const roundTrip = (item: MetricItem) => decodeMetrics(encodeMetrics({ resource, scopeMetrics: [{ scope, metrics: [item] }] }))[0];

  it('carries gauges and sums of whole and other numbers', () => {
    const point = (value: number) => [{ ...times, attributes: { a: 'b' }, value }];
    expect(roundTrip(metric({ dataPoints: point(1.5) }))).toMatchObject({
      name: 'metric',
      description: 'What it is',
      unit: 's',
      type: 'gauge',
      points: [{ value: 1.5, attributes: { a: 'b' }, startTimeUnixNano: 1700000000000000000n, timeUnixNano: 1700000060000000000n }],
    });
    const whole = { name: 'n', description: '', unit: '', valueType: 0 };
    const sum = roundTrip(
      metric({ descriptor: whole, dataPointType: 3, isMonotonic: true, aggregationTemporality: 0, dataPoints: point(-7) }),
    );
    expect(sum).toMatchObject({ type: 'sum', monotonic: true, temporality: 'delta', points: [{ value: -7 }] });
  });

  it('carries histograms', () => {
    const value = { buckets: { boundaries: [0.5, 1], counts: [1, 0, 2 ** 40] }, count: 2 ** 40 + 1, sum: 3.5, min: 0.1, max: 2 };
    expect(roundTrip(metric({ dataPointType: 0, dataPoints: [{ ...times, attributes: {}, value }] }))).toMatchObject({
      type: 'histogram',
      temporality: 'cumulative',
      points: [{ count: 2 ** 40 + 1, sum: 3.5, min: 0.1, max: 2, bucketCounts: [1, 0, 2 ** 40], explicitBounds: [0.5, 1] }],
    });
  });

  it('leaves out the bounds of an empty histogram', () => {
    const value = {
      buckets: { boundaries: [], counts: [0] },
      count: 0,
      sum: 0,
      min: Number.POSITIVE_INFINITY,
      max: Number.NEGATIVE_INFINITY,
    };
    const point = roundTrip(metric({ dataPointType: 0, dataPoints: [{ ...times, attributes: {}, value }] }))?.points[0];
    expect(point).toMatchObject({ sum: 0 });
    expect(point).not.toHaveProperty('min');
    expect(point).not.toHaveProperty('max');
  });

  it('carries exponential histograms', () => {
    const value = {
      count: 4,
      sum: -1,
      scale: -3,
      zeroCount: 1,
      positive: { offset: -300, bucketCounts: [1, 300] },
      negative: { offset: 2, bucketCounts: [1] },
      min: -4,
      max: 3,
    };
    expect(roundTrip(metric({ dataPointType: 1, dataPoints: [{ ...times, attributes: {}, value }] }))?.points[0]).toMatchObject(value);
  });
});
