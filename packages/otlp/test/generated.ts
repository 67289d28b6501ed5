import fc from 'fast-check';
import type { AttributesData } from '../src/any-value.js';
import type { ResourceData, ScopeData } from '../src/encode-envelope.js';
import type { ReadableLogRecordData } from '../src/encode-log-record.js';
import type { ReadableSpanData } from '../src/encode-span.js';
import type { DataPointData, MetricData } from '../src/metric-data.js';
import type { MetricItem } from '../src/metric-exporter.js';
import type { SpanContextData, TimeData } from '../src/span-context.js';

/** What the schema makes of a value, written down independently of the encoder. */
export function expectedValue(value: unknown): object {
  if (value === null || value === undefined) return {};
  if (typeof value === 'string') return { stringValue: value.toWellFormed() };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? { intValue: String(value) } : { stringValue: String(value) };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? { intValue: String(value) } : { doubleValue: value };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value) };
  if (Array.isArray(value)) return { arrayValue: value.length > 0 ? { values: Array.from(value, expectedValue) } : {} };
  const entries = Object.entries(value as object);
  if (entries.length === 0) return { kvlistValue: {} };
  return {
    kvlistValue: { values: entries.map(([key, inner]) => ({ key: key.toWellFormed() || undefined, value: expectedValue(inner) })) },
  };
}

/** Text of any characters, lone surrogates too. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
);
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)),
);
/** A value of any type that an attribute may have, nested or not. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, scalar, fc.array(tie('value'), { maxLength: 6 }), fc.dictionary(text, tie('value'), { maxKeys: 6 })),
})).value;

// biome-ignore lint/suspicious/noExplicitAny: what the decoder gives has no types either, and is compared as a whole.
type Plain = any;

const attributes = fc.dictionary(text, anyValue, { maxKeys: 4 });
const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const time = fc.tuple(fc.integer({ min: 0, max: 18_446_744_072 }), fc.integer({ min: 0, max: 999_999_999 }));
const hex = (digits: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: digits, maxLength: digits });
const spanContext: fc.Arbitrary<SpanContextData> = fc
  .record({
    traceId: hex(32),
    spanId: hex(16),
    traceFlags: fc.integer({ min: 0, max: 255 }),
    isRemote: fc.boolean(),
    state: fc.option(fc.stringMatching(/^[a-z]{1,8}=[!-+--<>-~]{1,200}$/), { nil: undefined }),
  })
  .map(({ state, ...context }) => ({ ...context, ...(state !== undefined && { traceState: { serialize: () => state } }) }));
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** A few resources and scopes, so that items share them. */
export const resources: readonly ResourceData[] = [
  { attributes: { 'service.name': 'shop', list: [1, 'two', [3]] }, schemaUrl: 'https://opentelemetry.io/schemas/1.45.0' },
  { attributes: {} },
  { attributes: { 'service.name': 'x'.repeat(300) } },
];
export const scopes: readonly ScopeData[] = [
  {
    name: 'a',
    version: '1.2.3',
    schemaUrl: 'https://opentelemetry.io/schemas/1.44.0',
    attributes: { short: true },
    droppedAttributesCount: 3,
  },
  { name: '' },
  { name: 'c'.repeat(200) },
];
const origin = { resource: fc.constantFrom(...resources), instrumentationScope: fc.constantFrom(...scopes) };

/** A finished span with anything that one may have. */
export const anySpan: fc.Arbitrary<ReadableSpanData> = fc
  .record({
    ...origin,
    name: text,
    kind: fc.integer({ min: 0, max: 4 }),
    context: spanContext,
    parent: optional(spanContext),
    startTime: time,
    endTime: time,
    status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }),
    attributes,
    events: fc.array(fc.record({ time, name: text, attributes, droppedAttributesCount: count }), { maxLength: 4 }),
    links: fc.array(fc.record({ context: spanContext, attributes, droppedAttributesCount: count }), { maxLength: 4 }),
    droppedAttributesCount: count,
    droppedEventsCount: count,
    droppedLinksCount: count,
  })
  .map(({ context, parent, ...span }) => ({ ...span, spanContext: () => context, ...(parent && { parentSpanContext: parent }) }));

/** A log record with anything that one may have. */
export const anyLogRecord: fc.Arbitrary<ReadableLogRecordData> = fc
  .record({
    ...origin,
    hrTime: time,
    hrTimeObserved: time,
    context: optional(spanContext),
    severityText: text,
    severityNumber: fc.integer({ min: 0, max: 24 }),
    body: anyValue,
    eventName: text,
    attributes,
    droppedAttributesCount: count,
  })
  .map(({ context, ...record }) => ({ ...record, ...(context && { spanContext: context }) }));

const bigCount = fc.oneof(fc.nat(), fc.maxSafeNat());
const buckets = fc.record({ offset: fc.integer(), bucketCounts: fc.array(bigCount, { maxLength: 200 }) });
const extremes = { sum: optional(fc.double()), min: optional(fc.double()), max: optional(fc.double()) };
const histogram = fc
  .record({ boundaries: fc.array(fc.double(), { maxLength: 30 }), count: bigCount, extra: bigCount, ...extremes })
  .map(({ boundaries, extra, ...value }) => ({
    ...value,
    buckets: { boundaries, counts: [...boundaries.map((_, index) => index), extra] },
  }));
const exponential = fc.record({
  count: bigCount,
  scale: fc.integer({ min: -10, max: 20 }),
  zeroCount: bigCount,
  positive: buckets,
  negative: buckets,
  ...extremes,
});
const points = <Value>(value: fc.Arbitrary<Value>) =>
  fc.array(fc.record({ startTime: time, endTime: time, attributes, value }), { minLength: 1, maxLength: 4 });
const metricBase = {
  descriptor: fc.record({ name: text, description: text, unit: text, valueType: fc.constantFrom(0, 1) }),
  aggregationTemporality: fc.constantFrom(0, 1),
};
const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(0, -0, Number.NaN));

/** A metric of any kind, with its resource and scope. */
export const anyMetric: fc.Arbitrary<MetricItem> = fc.record({
  resource: origin.resource,
  scope: origin.instrumentationScope,
  metric: fc.oneof(
    fc.record({ ...metricBase, dataPointType: fc.constant(0 as const), dataPoints: points(histogram) }),
    fc.record({ ...metricBase, dataPointType: fc.constant(1 as const), dataPoints: points(exponential) }),
    fc.record({ ...metricBase, dataPointType: fc.constant(2 as const), dataPoints: points(number) }),
    fc.record({ ...metricBase, dataPointType: fc.constant(3 as const), dataPoints: points(number), isMonotonic: fc.boolean() }),
  ) as unknown as fc.Arbitrary<MetricData>,
});

/** A number of 64 bits, which the decoder gives as text; a zero is not written. */
const fixed64 = (value: bigint | number): string | undefined => (BigInt(value) === 0n ? undefined : String(value));
const nanos = ([seconds, nanoseconds]: TimeData): string | undefined => fixed64(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds));
const id = (digits: string): Buffer => Buffer.from(digits, 'hex');
const wellFormed = (value: string): string => value.toWellFormed();

/** Leaves out what proto3 does not write: empty texts and lists and zeros, but of fields that tell them from absent ones. */
function present(message: Record<string, Plain>, keep: readonly string[] = []): Plain {
  const isDefault = (value: Plain): boolean =>
    value === undefined || value === '' || value === false || Object.is(value, 0) || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries(message).filter(([key, value]) => value !== undefined && (keep.includes(key) || !isDefault(value))),
  );
}

/** What the schema makes of attributes, as the decoder gives them. */
export function expectedAttributes(from: AttributesData): Plain[] {
  return Object.entries(from).map(([key, value]) => present({ key: wellFormed(key), value: expectedValue(value) }));
}

function expectedContext(context: SpanContextData, flags: number): Plain {
  return { traceId: id(context.traceId), spanId: id(context.spanId), traceState: context.traceState?.serialize(), flags };
}

/** The flags of a span or link: W3C's, and whether the context is remote. */
const flagsOf = ({ traceFlags }: SpanContextData, remote: SpanContextData | undefined): number =>
  traceFlags + 0x100 + (remote?.isRemote ? 0x200 : 0);

/** What the schema makes of a span, written down independently of the encoder. */
export function expectedSpan(span: ReadableSpanData): Plain {
  const { code, message = '' } = span.status;
  const parent = span.parentSpanContext;
  return present({
    ...expectedContext(span.spanContext(), flagsOf(span.spanContext(), parent)),
    parentSpanId: parent && id(parent.spanId),
    name: wellFormed(span.name),
    kind: span.kind + 1,
    startTimeUnixNano: nanos(span.startTime),
    endTimeUnixNano: nanos(span.endTime),
    attributes: expectedAttributes(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map((event) =>
      present({
        timeUnixNano: nanos(event.time),
        name: wellFormed(event.name),
        attributes: expectedAttributes(event.attributes ?? {}),
        droppedAttributesCount: event.droppedAttributesCount,
      }),
    ),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map((link) =>
      present({
        ...expectedContext(link.context, flagsOf(link.context, link.context)),
        attributes: expectedAttributes(link.attributes ?? {}),
        droppedAttributesCount: link.droppedAttributesCount,
      }),
    ),
    droppedLinksCount: span.droppedLinksCount,
    status: code === 0 && message === '' ? undefined : present({ code, message: wellFormed(message) }),
  });
}

/** What the schema makes of a log record. */
export function expectedLogRecord(record: ReadableLogRecordData): Plain {
  const context = record.spanContext;
  return present({
    timeUnixNano: nanos(record.hrTime),
    observedTimeUnixNano: nanos(record.hrTimeObserved),
    severityNumber: record.severityNumber,
    severityText: wellFormed(record.severityText ?? ''),
    body: record.body === undefined ? undefined : expectedValue(record.body),
    eventName: wellFormed(record.eventName ?? ''),
    attributes: expectedAttributes(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount,
    ...(context && { flags: context.traceFlags, traceId: id(context.traceId), spanId: id(context.spanId) }),
  });
}

const dataNames = ['histogram', 'exponentialHistogram', 'gauge', 'sum'] as const;

/** What the schema makes of a metric. */
export function expectedMetric({ metric }: MetricItem): Plain {
  const { name, description, unit } = metric.descriptor;
  const data = present({
    dataPoints: (metric.dataPoints as readonly DataPointData<Plain>[]).map((point) => expectedPoint(point, metric)),
    ...(metric.dataPointType !== 2 && { aggregationTemporality: metric.aggregationTemporality + 1 }),
    ...(metric.dataPointType === 3 && { isMonotonic: metric.isMonotonic }),
  });
  const head = present({ name: wellFormed(name), description: wellFormed(description), unit: wellFormed(unit) });
  return { ...head, [dataNames[metric.dataPointType]]: data };
}

function expectedPoint({ startTime, endTime, attributes: own, value }: DataPointData<Plain>, metric: MetricData): Plain {
  const common = { startTimeUnixNano: nanos(startTime), timeUnixNano: nanos(endTime), attributes: expectedAttributes(own) };
  if (metric.dataPointType >= 2) {
    const asInt = metric.descriptor.valueType === 0 && Number.isSafeInteger(value);
    return present({ ...common, ...(asInt ? { asInt: String(value === 0 ? 0 : value) } : { asDouble: value }) }, ['asInt', 'asDouble']);
  }
  const shared = { ...common, count: fixed64(value.count), sum: value.sum, min: value.min, max: value.max };
  const kept = ['sum', 'min', 'max'];
  if (metric.dataPointType === 0)
    return present({ ...shared, bucketCounts: value.buckets.counts.map(String), explicitBounds: value.buckets.boundaries }, kept);
  const side = ({ offset, bucketCounts }: Plain): Plain => present({ offset, bucketCounts: bucketCounts.map(String) });
  const { scale, zeroCount } = value;
  return present({ ...shared, scale, zeroCount: fixed64(zeroCount), positive: side(value.positive), negative: side(value.negative) }, kept);
}
