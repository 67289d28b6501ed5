import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type {
  LogExporter,
  MetricExporter,
  ReadableLogRecordData,
  ReadableSpanData,
  ResourceMetricsData,
  TraceExporter,
} from '../src/index.js';

/** Only compiles if `Given` can be used wherever a `Wanted` is. */
type Assignable<Given extends Wanted, Wanted> = Given;

/** What the SDK hands out is what the encoders take, and our exporters are what the SDK takes: proven by the compiler, in types.test.ts. */
export type Proofs = [
  Assignable<ReadableSpan, ReadableSpanData>,
  Assignable<ReadableLogRecord, ReadableLogRecordData>,
  Assignable<ResourceMetrics, ResourceMetricsData>,
  Assignable<TraceExporter, SpanExporter>,
  Assignable<LogExporter, LogRecordExporter>,
  Assignable<MetricExporter, PushMetricExporter>,
];
