import { encodeLogRecord, type ReadableLogRecordData } from './encode-log-record.js';
import { type Exporter, type ExporterOptions, ItemExporter } from './exporter.js';
import type { ItemCodec } from './item-buffer.js';

/** Exports log records; an OpenTelemetry SDK's `LogRecordExporter`. */
export type LogExporter = Exporter<readonly ReadableLogRecordData[]>;

/** How log records are put into requests. */
export const logRecordCodec: ItemCodec<ReadableLogRecordData> = {
  resource: (record) => record.resource,
  scope: (record) => record.instrumentationScope,
  encode: encodeLogRecord,
  count: () => 1,
};

/**
 * Makes a log record exporter for the OpenTelemetry SDK 3 that sends OTLP by http/protobuf.
 *
 * @throws TypeError if the URL is not a valid one of `http:` or `https:`
 */
export function createLogExporter(options: ExporterOptions): LogExporter {
  return new ItemExporter({ ...options, signal: 'logs' }, logRecordCodec);
}
