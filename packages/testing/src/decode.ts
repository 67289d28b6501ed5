import { logRecordsOf } from './log-records.js';
import { metricsOf } from './metrics.js';
import { decodeProtobuf } from './protobuf.js';
import type { ReceivedLogRecord, ReceivedMetric, ReceivedSpan } from './received.js';
import { spansOf } from './spans.js';

/** Decodes the body of a `/v1/traces` request in protobuf. Throws where it is malformed. */
export function decodeTraces(bytes: Uint8Array): ReceivedSpan[] {
  return spansOf(decodeProtobuf('traces', bytes));
}

/** Decodes the body of a `/v1/metrics` request in protobuf. Throws where it is malformed. */
export function decodeMetrics(bytes: Uint8Array): ReceivedMetric[] {
  return metricsOf(decodeProtobuf('metrics', bytes));
}

/** Decodes the body of a `/v1/logs` request in protobuf. Throws where it is malformed. */
export function decodeLogs(bytes: Uint8Array): ReceivedLogRecord[] {
  return logRecordsOf(decodeProtobuf('logs', bytes));
}
