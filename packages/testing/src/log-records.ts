import { anyValue, attributesAt } from './any-value.js';
import type { ReceivedLogRecord } from './received.js';
import { itemsOf } from './scopes.js';
import { bigintAt, idAt, numberAt, type OtlpPayload, objectAt, textAt } from './wire.js';

const severities = [
  'UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) => [name, `${name}2`, `${name}3`, `${name}4`]),
];

/** Makes the log records of a request flat. */
export function logRecordsOf(payload: OtlpPayload): ReceivedLogRecord[] {
  return itemsOf(payload, 'resourceLogs', 'scopeLogs', 'logRecords', (wire, origin) => ({
    timeUnixNano: bigintAt(wire, 'timeUnixNano'),
    observedTimeUnixNano: bigintAt(wire, 'observedTimeUnixNano'),
    severityNumber: severityNumber(wire['severityNumber']),
    severityText: textAt(wire, 'severityText'),
    body: anyValue(objectAt(wire, 'body')),
    attributes: attributesAt(wire, 'attributes'),
    droppedAttributesCount: numberAt(wire, 'droppedAttributesCount'),
    flags: numberAt(wire, 'flags'),
    traceId: idAt(wire, 'traceId'),
    spanId: idAt(wire, 'spanId'),
    eventName: textAt(wire, 'eventName'),
    ...origin,
  }));
}

function severityNumber(value: unknown): number {
  return typeof value === 'string' && value.startsWith('SEVERITY_NUMBER_')
    ? Math.max(0, severities.indexOf(value.slice('SEVERITY_NUMBER_'.length)))
    : Number(value ?? 0);
}
