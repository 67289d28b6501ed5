/** Seconds and nanoseconds since the Unix epoch. */
export type HrTime = readonly [number, number];

/** Attributes by key. */
export type AttributeRecord = Readonly<Record<string, unknown>>;

/** The instrumentation scope of an item. */
export interface ScopeData {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
  readonly attributes?: AttributeRecord | undefined;
}

/** The resource of an item. */
export interface ResourceData {
  readonly attributes: AttributeRecord;
  readonly schemaUrl?: string | undefined;
}

/** What identifies a span. */
export interface SpanContextData {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote?: boolean | undefined;
  readonly traceState?: { serialize(): string } | undefined;
}

/** What is read of a span; an ended span of the OpenTelemetry SDK 3.x (`ReadableSpan`) is one. */
export interface SpanData {
  readonly name: string;
  /** `SpanKind` of the API: 0 internal to 4 consumer. */
  readonly kind: number;
  spanContext(): SpanContextData;
  readonly parentSpanContext?: SpanContextData | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly attributes: AttributeRecord;
  readonly links: readonly {
    readonly context: SpanContextData;
    readonly attributes?: AttributeRecord | undefined;
    readonly droppedAttributesCount?: number | undefined;
  }[];
  readonly events: readonly {
    readonly time: HrTime;
    readonly name: string;
    readonly attributes?: AttributeRecord | undefined;
    readonly droppedAttributesCount?: number | undefined;
  }[];
  readonly resource: ResourceData;
  readonly instrumentationScope: ScopeData;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}

/** What is read of a log record; one of the OpenTelemetry SDK 3.x (`ReadableLogRecord`) is one. */
export interface LogRecordData {
  readonly hrTime: HrTime;
  readonly hrTimeObserved: HrTime;
  readonly spanContext?: SpanContextData | undefined;
  readonly severityText?: string | undefined;
  readonly severityNumber?: number | undefined;
  readonly body?: unknown;
  readonly eventName?: string | undefined;
  readonly attributes: AttributeRecord;
  readonly droppedAttributesCount: number;
  readonly resource: ResourceData;
  readonly instrumentationScope: ScopeData;
}

/** A data point; what `value` is depends on the metric's `dataPointType`. */
export interface PointData {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly attributes: AttributeRecord;
  readonly value: unknown;
}

/** What is read of a metric; one of the OpenTelemetry SDK 3.x (`MetricData`) is one. */
export interface MetricItem {
  readonly descriptor: { readonly name: string; readonly description: string; readonly unit: string; readonly valueType: number };
  /** 0 delta, 1 cumulative. */
  readonly aggregationTemporality: number;
  /** 0 histogram, 1 exponential histogram, 2 gauge, 3 sum. */
  readonly dataPointType: number;
  readonly dataPoints: readonly PointData[];
  readonly isMonotonic?: boolean;
}

/** What a metric reader collects; `ResourceMetrics` of the OpenTelemetry SDK 3.x is one. */
export interface MetricsData {
  readonly resource: ResourceData;
  readonly scopeMetrics: readonly { readonly scope: ScopeData; readonly metrics: readonly MetricItem[] }[];
}
