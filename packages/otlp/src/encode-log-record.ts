import { type AttributesData, writeAnyValue, writeAttributes } from './any-value.js';
import type { ResourceData, ScopeData } from './encode-envelope.js';
import type { ProtoWriter } from './proto-writer.js';
import type { SpanContextData, TimeData } from './span-context.js';
import { writeIds } from './span-ids.js';

/** A log record, without where it belongs. */
export interface LogRecordData {
  /** When it happened; `[0, 0]` if that is not known. */
  readonly hrTime: TimeData;
  readonly hrTimeObserved: TimeData;
  readonly spanContext?: SpanContextData;
  readonly severityText?: string;
  /** 1 (trace) to 24 (fatal 4). */
  readonly severityNumber?: number;
  readonly body?: unknown;
  readonly eventName?: string;
  readonly attributes: AttributesData;
  readonly droppedAttributesCount: number;
}

/** What a log exporter is given; the SDK's `ReadableLogRecord` is one. */
export interface ReadableLogRecordData extends LogRecordData {
  readonly resource: ResourceData;
  readonly instrumentationScope: ScopeData;
}

const ITEM = 0x12;
const TIME = 0x09;
const SEVERITY_NUMBER = 0x10;
const SEVERITY_TEXT = 0x1a;
/** The tag of the body. */
export const LOG_BODY = 0x2a;
/** The tag of an attribute. */
export const LOG_ATTRIBUTES = 0x32;
const DROPPED_ATTRIBUTES_COUNT = 0x38;
const FLAGS = 0x45;
const TRACE_ID = 0x4a;
const SPAN_ID = 0x52;
const OBSERVED_TIME = 0x59;
const EVENT_NAME = 0x62;

/** How many bytes the length of the last record took, 1 or 2, as records come in runs of similar ones: a wrong guess moves the record. */
let usualLengthBytes = 2;

/**
 * Appends one log record as an item: its tag and length as an entry of `ScopeLogs.log_records`, and its bytes. Items of one
 * scope, one after the other, are what {@link assembleRequest} takes.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/opentelemetry/proto/logs/v1/logs.proto
 */
export function encodeLogRecord(writer: ProtoWriter, record: LogRecordData): void {
  const mark = beginLogRecord(writer, record.hrTime, record.severityNumber, record.severityText);
  if (record.body !== undefined) writeAnyValue(writer, LOG_BODY, record.body);
  writeAttributes(writer, LOG_ATTRIBUTES, record.attributes);
  if (record.droppedAttributesCount) writer.uint(DROPPED_ATTRIBUTES_COUNT, record.droppedAttributesCount);
  endLogRecord(writer, mark, record.spanContext, record.hrTimeObserved, record.eventName);
}

/** Appends the beginning of a log record, and gives the mark for {@link endLogRecord}; between the two its body and attributes are written. */
export function beginLogRecord(
  writer: ProtoWriter,
  time: TimeData,
  severityNumber: number | undefined,
  severityText: string | undefined,
): number {
  const lengthBytes = usualLengthBytes;
  const start = writer.open(ITEM, lengthBytes);
  writer.time(TIME, time);
  if (severityNumber) writer.uint(SEVERITY_NUMBER, severityNumber);
  if (severityText) writer.string(SEVERITY_TEXT, severityText);
  return start * 4 + lengthBytes;
}

/** Appends the rest of a log record. */
export function endLogRecord(
  writer: ProtoWriter,
  mark: number,
  spanContext: SpanContextData | undefined,
  observed: TimeData,
  eventName: string | undefined,
): void {
  if (spanContext) {
    writer.fixed32(FLAGS, spanContext.traceFlags & 0xff);
    writeIds(writer, TRACE_ID, SPAN_ID, spanContext);
  }
  writer.time(OBSERVED_TIME, observed);
  if (eventName) writer.string(EVENT_NAME, eventName);
  const start = mark >>> 2;
  writer.close(start, mark & 3);
  usualLengthBytes = writer.position - start < 0x80 ? 1 : 2;
}
