export {
  createLogExporter,
  createMetricExporter,
  createTraceExporter,
  type ExportEvent,
  type Exporter,
  type ExporterOptions,
  type MetricExporter,
  type Signal,
  type TemporalityPreference,
} from './exporter.js';
export type {
  AttributeRecord,
  HrTime,
  LogRecordData,
  MetricItem,
  MetricsData,
  PointData,
  ResourceData,
  ScopeData,
  SpanContextData,
  SpanData,
} from './items.js';
export { encodeLogs, encodeMetrics, encodeTraces } from './request-encoder.js';
export { createTransport, type Headers, type SendResult, type Transport, type TransportOptions } from './transport.js';
