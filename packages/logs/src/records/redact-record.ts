import type { AnyValue, Attributes, LogRecord } from '@opentelemetry/api';
import type { Redactor } from '../redaction/redactor.js';

/** Redacts a record: its body, attributes, event name and exception. The same is returned where nothing is secret. */
export function redactRecord(record: LogRecord, redactor: Redactor): LogRecord {
  const body = redactor.value(record.body);
  const eventName = redactor.value(record.eventName);
  const attributes = redactor.value(withException(record));
  if (body === record.body && attributes === record.attributes && eventName === record.eventName) return record;
  const redacted: LogRecord = { ...record };
  if (body !== undefined) redacted.body = body;
  if (attributes !== undefined) redacted.attributes = attributes;
  if (eventName !== undefined) redacted.eventName = eventName;
  return redacted;
}

/** Writes an exception's texts into the attributes, where an SDK leaves them as they are, so that they are redacted with the rest. */
function withException({ attributes, exception }: LogRecord): Attributes | undefined {
  if (typeof exception === 'string') return { 'exception.message': exception, ...attributes };
  if (typeof exception !== 'object' || exception === null) return attributes;
  const { message, stack } = exception as { message?: AnyValue; stack?: AnyValue };
  return {
    ...(typeof message === 'string' && message !== '' && { 'exception.message': message }),
    ...(typeof stack === 'string' && stack !== '' && { 'exception.stacktrace': stack }),
    ...attributes,
  };
}
