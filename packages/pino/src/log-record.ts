import { hostname } from 'node:os';
import type { AnyValue, LogRecord } from '@opentelemetry/api';
import type { SpanFields } from '@telewright/logs';
import type { LineTime } from './line-time.js';

type Fields = Record<string, AnyValue>;

/** How a logger names what isn't just a field of its lines. */
export interface LineKeys {
  readonly scope: string;
  readonly messageKey: string;
  readonly errorKey: string;
  readonly nestedKey: string | undefined;
  /** What `formatters.level` writes for the line's level. */
  readonly level: Readonly<Fields>;
  /** Whether the level is just that, and nothing that becomes more of a record. */
  readonly isPlain: boolean;
}

const host = hostname();

/**
 * Gives the body, attributes and event name of a written line. What the record or its resource says elsewhere is left out of the
 * attributes, but only where the value is the very same: a field of the caller's that happens to have such a name stays.
 *
 * @param line the parsed line, used up
 */
export function readLine(line: Fields, keys: LineKeys, time: LineTime, span: SpanFields | undefined): LogRecord {
  const attributes: Fields = {};
  moveException(line, keys, attributes);
  const record: LogRecord = { attributes };
  for (const key in line) {
    const value = line[key];
    if (key === keys.messageKey) record.body = value;
    else if (key === 'event.name' && typeof value === 'string') record.eventName = value;
    else if (!isSaidElsewhere(key, value, keys, time, span)) attributes[key] = value;
  }
  return record;
}

/** Tells whether the record or its resource says this field elsewhere. */
export function isSaidElsewhere(key: string, value: AnyValue, keys: LineKeys, time: LineTime, span: SpanFields | undefined): boolean {
  // Assigning this key would change the attributes' prototype.
  if (key === '__proto__') return true;
  if (typeof value === 'object') return false;
  if (key === time.key) return value === time.written;
  if (Object.hasOwn(keys.level, key)) return value === keys.level[key];
  if (key === 'pid') return value === process.pid;
  if (key === 'hostname') return value === host;
  if (key === 'name') return value === keys.scope;
  const index = span === undefined ? -1 : span.keys.indexOf(key);
  return index !== -1 && span?.values[index] === value;
}

/**
 * Turns a serialized error into the conventions' attributes (https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/);
 * what else the error carries, such as `code`, stays where it was.
 */
function moveException(line: Fields, { errorKey, nestedKey }: LineKeys, attributes: Fields): void {
  const nested = nestedKey === undefined ? undefined : line[nestedKey];
  const holder = isMap(nested) && isMap(nested[errorKey]) ? nested : line;
  const error = holder[errorKey];
  if (!isMap(error)) return;
  const { type, message, stack, ...rest } = error;
  if (typeof message !== 'string' && typeof stack !== 'string') return;
  if (typeof type === 'string') attributes['exception.type'] = type;
  if (typeof message === 'string') attributes['exception.message'] = message;
  if (typeof stack === 'string') attributes['exception.stacktrace'] = stack;
  delete holder[errorKey];
  if (Object.keys(rest).length > 0) holder[errorKey] = rest;
}

function isMap(value: AnyValue): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells whether what is written of a level and under which names is said elsewhere in a record, and means nothing else. */
export function isPlainLevel({ level, messageKey, errorKey }: Omit<LineKeys, 'isPlain'>): boolean {
  if (Object.hasOwn(level, messageKey) || Object.hasOwn(level, errorKey) || Object.hasOwn(level, 'event.name')) return false;
  return Object.values(level).every((value) => typeof value !== 'object');
}
