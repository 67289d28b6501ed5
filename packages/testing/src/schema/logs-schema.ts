import { spanIdentifier, traceIdentifier } from '../message/identifier.js';
import { MessageType, message, messages, one } from '../message/message-type.js';
import { enumeration, fixed32, fixed64, uint32 } from '../message/number-scalars.js';
import { string } from '../message/scalar.js';
import {
  type AnyValueMessage,
  anyValue,
  type KeyValueMessage,
  keyValue,
  type ResourceMessage,
  resource,
  type ScopeMessage,
  scope,
} from './common-schema.js';

// The messages of opentelemetry-proto's logs.proto and logs_service.proto.

export interface LogRecordMessage {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValueMessage | undefined;
  readonly attributes: readonly KeyValueMessage[];
  readonly droppedAttributesCount: number;
  readonly flags: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
}

interface ScopeLogsMessage {
  readonly scope: ScopeMessage | undefined;
  readonly logRecords: readonly LogRecordMessage[];
  readonly schemaUrl: string;
}

interface ResourceLogsMessage {
  readonly resource: ResourceMessage | undefined;
  readonly scopeLogs: readonly ScopeLogsMessage[];
  readonly schemaUrl: string;
}

export interface LogsRequestMessage {
  readonly resourceLogs: readonly ResourceLogsMessage[];
}

const SEVERITIES = [
  'UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) => [name, `${name}2`, `${name}3`, `${name}4`]),
];

const logRecord = new MessageType<LogRecordMessage>('LogRecord', {
  timeUnixNano: one(1, fixed64),
  observedTimeUnixNano: one(11, fixed64),
  severityNumber: one(2, enumeration('SEVERITY_NUMBER_', SEVERITIES)),
  severityText: one(3, string),
  body: message(5, () => anyValue),
  attributes: messages(6, () => keyValue),
  droppedAttributesCount: one(7, uint32),
  flags: one(8, fixed32),
  traceId: one(9, traceIdentifier),
  spanId: one(10, spanIdentifier),
  eventName: one(12, string),
});

const scopeLogs = new MessageType<ScopeLogsMessage>('ScopeLogs', {
  scope: message(1, () => scope),
  logRecords: messages(2, () => logRecord),
  schemaUrl: one(3, string),
});

const resourceLogs = new MessageType<ResourceLogsMessage>('ResourceLogs', {
  resource: message(1, () => resource),
  scopeLogs: messages(2, () => scopeLogs),
  schemaUrl: one(3, string),
});

export const logsRequest: MessageType<LogsRequestMessage> = new MessageType<LogsRequestMessage>('ExportLogsServiceRequest', {
  resourceLogs: messages(1, () => resourceLogs),
});
