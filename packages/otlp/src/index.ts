export { type AttributesData, writeAnyValue, writeAttributes } from './any-value.js';
export { assembleRequest, type ResourceItems, type ScopeItems } from './assemble-request.js';
export { type AttributeList, type AttributeParts, type SharedAttributes, writeAttributeParts } from './attribute-parts.js';
export type { Clock } from './clock.js';
export { type Envelope, encodeResource, encodeScope, type ResourceData, type ScopeData } from './encode-envelope.js';
export { encodeLogRecord, type LogRecordData, type ReadableLogRecordData } from './encode-log-record.js';
export { encodeMetric } from './encode-metric.js';
export {
  encodeSpan,
  type ReadableSpanData,
  SPAN_ATTRIBUTES,
  SPAN_END_TIME,
  SPAN_START_TIME,
  type SpanData,
  type SpanEventData,
  type SpanLinkData,
  type SpanParts,
} from './encode-span.js';
export type { EncodedRequest } from './encoded-request.js';
export type { DropReason, ExportEvent, Failure, FailureReason, Signal } from './export-event.js';
export type { Exporter, ExporterOptions, ExportResultData } from './exporter.js';
export type { FieldUse, FieldUses } from './field-uses.js';
export type { ItemCodec } from './item-buffer.js';
export { ItemJournal, readJournal } from './item-journal.js';
export { createLogExporter, type LogExporter } from './log-exporter.js';
export type { LogRecordWriter, SelfEncodingLogRecord } from './log-record-writer.js';
export type {
  DataPointData,
  ExponentialBucketsData,
  ExponentialHistogramData,
  HistogramData,
  MetricData,
  ResourceMetricsData,
} from './metric-data.js';
export {
  createMetricExporter,
  type MetricExporter,
  type MetricExporterOptions,
  selectTemporality,
  type TemporalityPreference,
} from './metric-exporter.js';
export type { Batch } from './outbox/batch.js';
export { ProtoWriter } from './proto-writer.js';
export { createLogQueue, createTraceQueue, encodeMetrics, type HeldRecords, LogQueue, MetricQueue, type TraceQueue } from './queues.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.js';
export { type PlainTransportOptions, type QueueState, type Safekeeping, SignalQueue, type SignalQueueOptions } from './signal-queue.js';
export type { SpanContextData, TimeData } from './span-context.js';
export { forgetIds, rememberIds } from './span-ids.js';
export { Spool } from './spool/spool.js';
export type { SpoolOptions } from './spool/spool-options.js';
export { createTraceExporter, type TraceExporter } from './trace-exporter.js';
export { createTransport } from './transport.js';
export type { Headers, SendResult, TlsOptions, Transport, TransportOptions } from './transport-options.js';
