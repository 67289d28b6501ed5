import { format } from 'node:util';
import { type LoggerProvider, type LogRecord, SeverityNumber } from '@opentelemetry/api';
import { type LineOptions, LineTreatment } from '../process-logging.js';
import { attributesOf, exceptionAttributes, RecordSender } from '../records/record-sender.js';
import { severityOfName } from '../severity.js';
import { toJson } from './json-line.js';

/** A line as log4js passes it on. */
interface LoggingEvent {
  readonly categoryName: string;
  readonly data: readonly unknown[];
  readonly level: { readonly levelStr: string };
  readonly startTime: Date;
  readonly context: Readonly<Record<string, unknown>>;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Gives a layout of JSON lines with the active span's ids and without secrets: `addLayout('telewright', log4jsLayout())`, and
 * `layout: { type: 'telewright' }` in an appender. A field of the logger's context of the same name wins.
 */
export function log4jsLayout(options: LineOptions = {}): () => (event: unknown) => string {
  const treatment = new LineTreatment(options);
  return () => (given) => {
    const event = given as LoggingEvent;
    const { redactor } = treatment;
    const fields = treatment.fields();
    const line: Record<string, unknown> = { time: event.startTime, level: event.level.levelStr, category: event.categoryName };
    Object.assign(line, event.context);
    line['msg'] = messageOf(event);
    const error = errorIn(event);
    if (error !== undefined) line['err'] = { type: error.name, message: error.message, stack: error.stack };
    for (let index = 0; index < (fields?.keys.length ?? 0); index++) {
      const key = fields?.keys[index] as string;
      if (!Object.hasOwn(line, key)) line[key] = fields?.values[index];
    }
    return toJson(redactor === undefined ? line : redactor.value(line));
  };
}

/** Says how the lines of log4js are sent. */
export interface Log4jsAppenderOptions extends LineOptions {
  /** Takes the records. @default the global one */
  readonly loggerProvider?: LoggerProvider;
}

/** What log4js takes for the type of an appender. */
export interface Log4jsAppender {
  configure(): (event: unknown) => void;
}

/**
 * Gives a type of appender that sends each line as an OpenTelemetry log record, with the category as scope:
 * `configure({ appenders: { otel: { type: log4jsAppender() } }, … })`.
 */
export function log4jsAppender(options: Log4jsAppenderOptions = {}): Log4jsAppender {
  const treatment = new LineTreatment(options);
  const sender = new RecordSender(options.loggerProvider);
  return {
    configure: () => (given) => {
      const event = given as LoggingEvent;
      const level = event.level.levelStr;
      sender.send(event.categoryName, severityOfName(level) ?? SeverityNumber.INFO, () => recordOf(event, treatment), treatment.redactor);
    },
  };
}

function recordOf(event: LoggingEvent, treatment: LineTreatment): LogRecord {
  const attributes = attributesOf(event.context, nothing, treatment.fields());
  return {
    timestamp: event.startTime,
    severityText: event.level.levelStr,
    body: messageOf(event),
    attributes: { ...attributes, ...exceptionAttributes(errorIn(event)) },
  };
}

/** An error has its own place, unless it is all that was logged. */
function messageOf({ data }: LoggingEvent): string {
  const rest = data.filter((value) => !(value instanceof Error));
  if (rest.length > 0) return format(...rest);
  return format(...data.map((value) => (value instanceof Error ? value.message : value)));
}

function errorIn(event: LoggingEvent): Error | undefined {
  return event.data.find((value) => value instanceof Error);
}
