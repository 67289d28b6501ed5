import type { LogRecordMessage, LogsRequestMessage } from '../schema/logs-schema.js';
import { type AnyValue, type Attributes, toAnyValue, toAttributes } from './any-value.js';
import { type ReceivedOrigin, toOrigin, toResource } from './received-origin.js';

/**
 * A log record as it arrived. Ids are lowercase hex, times nanoseconds since the epoch, 0 when unknown.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
 */
export interface ReceivedLogRecord extends ReceivedOrigin {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  /** 1 (TRACE) to 24 (FATAL4), or 0 when unspecified. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  /** The trace flags in bits 0 to 7. */
  readonly flags: number;
  readonly traceId?: string;
  readonly spanId?: string;
  /** What kind of event this is; '' for a plain log record. */
  readonly eventName: string;
}

/** Lists the log records of a request in the order in which they stand in it. */
export function toLogRecords(request: LogsRequestMessage): ReceivedLogRecord[] {
  return request.resourceLogs.flatMap((group) => {
    const resource = toResource(group.resource, group.schemaUrl);
    return group.scopeLogs.flatMap(({ scope, logRecords, schemaUrl }) => {
      const origin = toOrigin(resource, scope, schemaUrl);
      return logRecords.map((record) => toLogRecord(record, origin));
    });
  });
}

function toLogRecord({ traceId, spanId, ...record }: LogRecordMessage, origin: ReceivedOrigin): ReceivedLogRecord {
  return {
    ...record,
    body: toAnyValue(record.body),
    attributes: toAttributes(record.attributes),
    ...(traceId !== '' && { traceId }),
    ...(spanId !== '' && { spanId }),
    ...origin,
  };
}
