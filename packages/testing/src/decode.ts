import { readProtobuf } from './message/read-protobuf.js';
import { type ReceivedLogRecord, toLogRecords } from './received/received-log-record.js';
import { type ReceivedMetric, toMetrics } from './received/received-metric.js';
import { type ReceivedSpan, toSpans } from './received/received-span.js';
import { logsRequest } from './schema/logs-schema.js';
import { metricsRequest } from './schema/metrics-schema.js';
import { tracesRequest } from './schema/trace-schema.js';

/**
 * Decodes an `ExportTraceServiceRequest` in protobuf.
 *
 * @throws Error when the bytes are not one; the message names the field.
 */
export function decodeTraces(bytes: Uint8Array): ReceivedSpan[] {
  return toSpans(readProtobuf(tracesRequest, bytes));
}

/**
 * Decodes an `ExportLogsServiceRequest` in protobuf.
 *
 * @throws Error when the bytes are not one; the message names the field.
 */
export function decodeLogs(bytes: Uint8Array): ReceivedLogRecord[] {
  return toLogRecords(readProtobuf(logsRequest, bytes));
}

/**
 * Decodes an `ExportMetricsServiceRequest` in protobuf.
 *
 * @throws Error when the bytes are not one; the message names the field.
 */
export function decodeMetrics(bytes: Uint8Array): ReceivedMetric[] {
  return toMetrics(readProtobuf(metricsRequest, bytes));
}
