import {
  type AnyValue,
  type Attributes,
  context,
  createContextKey,
  type Logger,
  type LoggerProvider,
  type LogRecord,
  logs,
} from '@opentelemetry/api';
import type { SpanFields } from '../fields/span-fields.js';
import { thrown, thrownBy } from '../redaction/copy-error.js';
import type { Redactor } from '../redaction/redactor.js';
import { reportOnce } from '../report-once.js';
import { redactRecord } from './redact-record.js';

/** The SDK's own mark on the context of its exporters, by the description it is registered under. */
const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

// A line that is written while one is being sent comes from the pipeline, whichever logger it is.
let busy = false;

/** Emits lines of a logger as log records. Never throws, and sends nothing of what the pipeline itself logs. */
export class RecordSender {
  readonly #provider: LoggerProvider | undefined;
  readonly #loggers = new Map<string, Logger>();
  #from: LoggerProvider | undefined;

  /** @param provider the global one by default, also when it is registered later */
  constructor(provider: LoggerProvider | undefined) {
    this.#provider = provider;
  }

  /**
   * @param make gives the record, or `undefined`; called only where the pipeline wants a record of that severity
   * @param redactor takes secrets out
   */
  send(scope: string, severityNumber: number, make: () => LogRecord | undefined, redactor: Redactor | undefined): void {
    if (busy) return;
    busy = true;
    try {
      const active = context.active();
      const logger = this.#loggerOf(scope);
      if (active.getValue(suppressed) === true || !logger.enabled({ context: active, severityNumber })) return;
      const record = make();
      if (record === undefined) return;
      const now = Date.now();
      record.timestamp ??= now;
      record.observedTimestamp = now;
      record.severityNumber = severityNumber;
      record.context = active;
      logger.emit(redactor === undefined ? record : redactRecord(record, redactor));
    } catch (error) {
      reportOnce('@telewright/logs', 'a line could not be sent', error);
    } finally {
      busy = false;
    }
  }

  #loggerOf(scope: string): Logger {
    const provider = this.#provider ?? logs.getLoggerProvider();
    if (provider !== this.#from) this.#loggers.clear();
    this.#from = provider;
    let logger = this.#loggers.get(scope);
    if (logger === undefined) {
      // Names of loggers may be made up at run time, such as one per request.
      if (this.#loggers.size >= 1_000) this.#loggers.clear();
      logger = provider.getLogger(scope);
      this.#loggers.set(scope, logger);
    }
    return logger;
  }
}

/** Gives the attributes for a thrown value (https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/), an error with itself. */
export function exceptionAttributes(error: unknown): Attributes {
  if (typeof error !== 'object' || error === null) return {};
  const { name, type, message, stack } = error as { name?: unknown; type?: unknown; message?: unknown; stack?: unknown };
  const kind = typeof type === 'string' ? type : name;
  return {
    ...(typeof kind === 'string' && kind !== '' && { 'exception.type': kind }),
    ...(typeof message === 'string' && { 'exception.message': message }),
    ...(typeof stack === 'string' && { 'exception.stacktrace': stack }),
    ...(error instanceof Error && { [thrown]: thrownBy(error) }),
  };
}

/**
 * Gives the attributes of a line: its fields, but for those that the record says elsewhere. An error becomes exception attributes.
 *
 * @param without names of fields that are left out
 */
export function attributesOf(
  fields: Readonly<Record<string, unknown>>,
  without: ReadonlySet<string>,
  span: SpanFields | undefined,
): Attributes {
  const attributes: Attributes = {};
  for (const key in fields) {
    const value = fields[key];
    if (without.has(key) || value === undefined || typeof value === 'function' || key === '__proto__' || !Object.hasOwn(fields, key))
      continue;
    const index = span === undefined ? -1 : span.keys.indexOf(key);
    if (index !== -1 && span?.values[index] === value) continue;
    if (isError(key, value)) Object.assign(attributes, exceptionAttributes(value));
    else attributes[key] = plain(value);
  }
  return attributes;
}

/** An error as such, or as a serializer of a logger has written it. */
function isError(key: string, value: unknown): boolean {
  if (value instanceof Error) return true;
  return (key === 'err' || key === 'error') && typeof value === 'object' && value !== null && 'stack' in value && 'message' in value;
}

/** Makes of a value what a record can carry: what JSON would make of it, where it isn't plain already. */
function plain(value: unknown): AnyValue {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' || typeof value === 'symbol' ? String(value) : (value as AnyValue);
  try {
    return JSON.parse(JSON.stringify(value)) as AnyValue;
  } catch {
    return String(value); // a cycle or a hostile object: its name is better than nothing
  }
}
