import type { AnyValue, AttributeMap } from './any-value.js';

/** The instrumentation scope of an item. */
export interface ReceivedScope {
  readonly name: string;
  readonly version: string | undefined;
  readonly attributes: AttributeMap;
}

/** The resource of an item. */
export interface ReceivedResource {
  readonly attributes: AttributeMap;
}

/** What every item carries. */
export interface ReceivedItem {
  readonly scope: ReceivedScope;
  readonly resource: ReceivedResource;
}

/** A span as it arrived. Ids are lowercase hex, times are nanoseconds since the Unix epoch. */
export interface ReceivedSpan extends ReceivedItem {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly traceState: string | undefined;
  readonly flags: number;
  readonly name: string;
  readonly kind: 'UNSPECIFIED' | 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: AttributeMap;
  readonly droppedAttributesCount: number;
  readonly events: readonly ReceivedEvent[];
  readonly droppedEventsCount: number;
  readonly links: readonly ReceivedLink[];
  readonly droppedLinksCount: number;
  readonly status: { readonly code: 'UNSET' | 'OK' | 'ERROR'; readonly message: string | undefined };
}

export interface ReceivedEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: AttributeMap;
  readonly droppedAttributesCount: number;
}

export interface ReceivedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string | undefined;
  readonly attributes: AttributeMap;
  readonly droppedAttributesCount: number;
  readonly flags: number;
}

/** A log record as it arrived. */
export interface ReceivedLogRecord extends ReceivedItem {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string | undefined;
  readonly body: AnyValue;
  readonly attributes: AttributeMap;
  readonly droppedAttributesCount: number;
  readonly flags: number;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly eventName: string | undefined;
}

/** A metric as it arrived in one export. */
export interface ReceivedMetric extends ReceivedItem {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  readonly monotonic: boolean;
  readonly temporality: 'unspecified' | 'delta' | 'cumulative';
  readonly points: readonly ReceivedPoint[];
}

/** A data point; which of the values it has depends on the metric's type. */
export interface ReceivedPoint {
  readonly attributes: AttributeMap;
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly exemplars: readonly {
    readonly value: number | bigint;
    readonly traceId: string | undefined;
    readonly spanId: string | undefined;
  }[];
  /** Of a gauge or a sum. */
  readonly value?: number | bigint;
  readonly count?: number;
  readonly sum?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
  readonly scale?: number;
  readonly zeroCount?: number;
  readonly positive?: { readonly offset: number; readonly bucketCounts: readonly number[] };
  readonly negative?: { readonly offset: number; readonly bucketCounts: readonly number[] };
  readonly quantiles?: readonly { readonly quantile: number; readonly value: number }[];
}
