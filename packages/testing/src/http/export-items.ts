import { readJson } from '../message/read-json.js';
import { readProtobuf } from '../message/read-protobuf.js';
import { type ReceivedLogRecord, toLogRecords } from '../received/received-log-record.js';
import { type ReceivedMetric, toMetrics } from '../received/received-metric.js';
import { type ReceivedSpan, toSpans } from '../received/received-span.js';
import { logsRequest } from '../schema/logs-schema.js';
import { metricsRequest } from '../schema/metrics-schema.js';
import { tracesRequest } from '../schema/trace-schema.js';
import type { Signal } from './received-request.js';

export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

/** What one request carries. */
export interface ExportItems {
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLogRecord[];
  readonly metrics: readonly ReceivedMetric[];
}

export const NO_ITEMS: ExportItems = { spans: [], logs: [], metrics: [] };

/** Reads the payload of an export. Throws what is wrong with it. */
export function readItems(signal: Signal, mediaType: typeof PROTOBUF | typeof JSON_TYPE, bytes: Uint8Array): ExportItems {
  const read = mediaType === JSON_TYPE ? readJson : readProtobuf;
  if (signal === 'traces') return { ...NO_ITEMS, spans: toSpans(read(tracesRequest, bytes)) };
  if (signal === 'logs') return { ...NO_ITEMS, logs: toLogRecords(read(logsRequest, bytes)) };
  return { ...NO_ITEMS, metrics: toMetrics(read(metricsRequest, bytes)) };
}

/** Counts spans, log records and data points. */
export function countItems(items: ExportItems): number {
  return items.metrics.reduce((count, metric) => count + metric.points.length, items.spans.length + items.logs.length);
}
