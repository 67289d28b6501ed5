import { writeAnyValue, writeAttributes } from './any-value.js';
import type { LogRecordData } from './items.js';
import type { Writer } from './writer.js';

/** Writes the fields of a `LogRecord` message. */
export function writeLogRecord(writer: Writer, record: LogRecordData): void {
  writer.time(1, record.hrTime);
  if (record.severityNumber) writer.uint32(2, record.severityNumber);
  if (record.severityText) writer.text(3, record.severityText);
  if (record.body !== undefined) writeAnyValue(writer, 5, record.body);
  writeAttributes(writer, 6, record.attributes);
  if (record.droppedAttributesCount > 0) writer.uint32(7, record.droppedAttributesCount);
  if (record.spanContext) {
    writer.fixed32(8, record.spanContext.traceFlags & 0xff);
    writer.id(9, record.spanContext.traceId);
    writer.id(10, record.spanContext.spanId);
  }
  writer.time(11, record.hrTimeObserved);
  if (record.eventName) writer.text(12, record.eventName);
}
