import { spanIdentifier, traceIdentifier } from '../message/identifier.js';
import { MessageType, many, message, messages, one, optional } from '../message/message-type.js';
import { double, fixed64, sfixed64, sint32, uint32, uint64 } from '../message/number-scalars.js';
import { type KeyValueMessage, keyValue } from './common-schema.js';

// The data points of opentelemetry-proto's metrics.proto.

export interface ExemplarMessage {
  readonly filteredAttributes: readonly KeyValueMessage[];
  readonly timeUnixNano: bigint;
  readonly asDouble: number | undefined;
  readonly asInt: bigint | undefined;
  readonly spanId: string;
  readonly traceId: string;
}

/** What every data point has. */
export interface DataPointMessage {
  readonly attributes: readonly KeyValueMessage[];
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly flags: number;
}

export interface NumberPointMessage extends DataPointMessage {
  readonly asDouble: number | undefined;
  readonly asInt: bigint | undefined;
  readonly exemplars: readonly ExemplarMessage[];
}

export interface HistogramPointMessage extends DataPointMessage {
  readonly count: bigint;
  readonly sum: number | undefined;
  readonly bucketCounts: readonly bigint[];
  readonly explicitBounds: readonly number[];
  readonly exemplars: readonly ExemplarMessage[];
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface BucketsMessage {
  readonly offset: number;
  readonly bucketCounts: readonly bigint[];
}

export interface ExponentialHistogramPointMessage extends DataPointMessage {
  readonly count: bigint;
  readonly sum: number | undefined;
  readonly scale: number;
  readonly zeroCount: bigint;
  readonly positive: BucketsMessage | undefined;
  readonly negative: BucketsMessage | undefined;
  readonly exemplars: readonly ExemplarMessage[];
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly zeroThreshold: number;
}

export interface SummaryPointMessage extends DataPointMessage {
  readonly count: bigint;
  readonly sum: number;
  readonly quantileValues: readonly { readonly quantile: number; readonly value: number }[];
}

const exemplar = new MessageType<ExemplarMessage>('Exemplar', {
  filteredAttributes: messages(7, () => keyValue),
  timeUnixNano: one(2, fixed64),
  asDouble: optional(3, double, 'value'),
  asInt: optional(6, sfixed64, 'value'),
  spanId: one(4, spanIdentifier),
  traceId: one(5, traceIdentifier),
});

export const numberPoint: MessageType<NumberPointMessage> = new MessageType<NumberPointMessage>('NumberDataPoint', {
  attributes: messages(7, () => keyValue),
  startTimeUnixNano: one(2, fixed64),
  timeUnixNano: one(3, fixed64),
  asDouble: optional(4, double, 'value'),
  asInt: optional(6, sfixed64, 'value'),
  exemplars: messages(5, () => exemplar),
  flags: one(8, uint32),
});

export const histogramPoint: MessageType<HistogramPointMessage> = new MessageType<HistogramPointMessage>('HistogramDataPoint', {
  attributes: messages(9, () => keyValue),
  startTimeUnixNano: one(2, fixed64),
  timeUnixNano: one(3, fixed64),
  count: one(4, fixed64),
  sum: optional(5, double),
  bucketCounts: many(6, fixed64),
  explicitBounds: many(7, double),
  exemplars: messages(8, () => exemplar),
  flags: one(10, uint32),
  min: optional(11, double),
  max: optional(12, double),
});

const buckets = new MessageType<BucketsMessage>('Buckets', {
  offset: one(1, sint32),
  bucketCounts: many(2, uint64),
});

export const exponentialHistogramPoint: MessageType<ExponentialHistogramPointMessage> = new MessageType<ExponentialHistogramPointMessage>(
  'ExponentialHistogramDataPoint',
  {
    attributes: messages(1, () => keyValue),
    startTimeUnixNano: one(2, fixed64),
    timeUnixNano: one(3, fixed64),
    count: one(4, fixed64),
    sum: optional(5, double),
    scale: one(6, sint32),
    zeroCount: one(7, fixed64),
    positive: message(8, () => buckets),
    negative: message(9, () => buckets),
    flags: one(10, uint32),
    exemplars: messages(11, () => exemplar),
    min: optional(12, double),
    max: optional(13, double),
    zeroThreshold: one(14, double),
  },
);

const quantileValue = new MessageType<SummaryPointMessage['quantileValues'][number]>('ValueAtQuantile', {
  quantile: one(1, double),
  value: one(2, double),
});

export const summaryPoint: MessageType<SummaryPointMessage> = new MessageType<SummaryPointMessage>('SummaryDataPoint', {
  attributes: messages(7, () => keyValue),
  startTimeUnixNano: one(2, fixed64),
  timeUnixNano: one(3, fixed64),
  count: one(4, fixed64),
  sum: one(5, double),
  quantileValues: messages(6, () => quantileValue),
  flags: one(8, uint32),
});
