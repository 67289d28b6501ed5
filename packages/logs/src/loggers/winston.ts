import { Writable } from 'node:stream';
import { type Attributes, type LoggerProvider, type LogRecord, SeverityNumber } from '@opentelemetry/api';
import { type LineOptions, LineTreatment } from '../process-logging.js';
import { attributesOf, RecordSender } from '../records/record-sender.js';
import { copyError, thrown, thrownBy } from '../redaction/copy-error.js';
import { severityOfName } from '../severity.js';

/** A line as winston passes it on: fields, and the level's name without colours under a symbol. */
interface WinstonInfo {
  readonly level: string;
  readonly message: unknown;
  readonly [field: string]: unknown;
  readonly [field: symbol]: unknown;
}

const LEVEL: unique symbol = Symbol.for('level') as never;
/** What was given besides the message. */
const SPLAT: unique symbol = Symbol.for('splat') as never;

/** What winston takes for a format. */
export interface WinstonFormat {
  readonly options: object;
  // biome-ignore lint/suspicious/noExplicitAny: winston's own type of a line is that of the version that the app has
  transform(info: any): any;
}

/**
 * Gives a winston format that adds the active span's ids to each line and takes secrets out. It stands after formats that add fields and before the
 * one that writes: `format.combine(format.timestamp(), winstonFormat(), format.json())`. A field of the same name in the line wins.
 */
export function winstonFormat(options: LineOptions = {}): WinstonFormat {
  const treatment = new LineTreatment(options);
  return {
    options: {},
    transform(info: WinstonInfo) {
      const { redactor } = treatment;
      const redacted: Record<string | symbol, unknown> = redactor === undefined ? info : redactor.value(info);
      const fields = treatment.fields();
      if (fields === undefined) return redacted;
      // What was logged may be the caller's own object.
      const line = redacted === info ? copyOf(info) : redacted;
      for (let index = 0; index < fields.keys.length; index++) {
        const key = fields.keys[index] as string;
        if (!Object.hasOwn(line, key)) line[key] = fields.values[index];
      }
      return line;
    },
  };
}

/** An error that is logged as such is the line itself. */
function copyOf(info: WinstonInfo): Record<string | symbol, unknown> {
  if (info instanceof Error) return copyError(info);
  return Object.assign(Object.create(Object.getPrototypeOf(info) as object) as Record<string | symbol, unknown>, info);
}

/** Says how the lines of a winston logger are sent. */
export interface WinstonTransportOptions extends LineOptions {
  /** The scope of the records. @default 'winston' */
  readonly scope?: string;
  /** The least level that is sent. @default the logger's */
  readonly level?: string;
  /** Takes the records. @default the global one */
  readonly loggerProvider?: LoggerProvider;
}

interface Parent {
  readonly level?: string;
  readonly levels?: Readonly<Record<string, number>>;
  readonly transports?: readonly object[];
}

/** Sends the lines of a winston logger as OpenTelemetry log records; see {@link winstonTransport}. */
export class WinstonTransport extends Writable {
  /** Set by winston's users at run time, too. */
  level?: string;
  readonly #sender: RecordSender;
  readonly #scope: string;
  readonly #treatment: LineTreatment;
  #parent: Parent | undefined;

  constructor(options: WinstonTransportOptions = {}) {
    super({ objectMode: true });
    if (options.level !== undefined) this.level = options.level;
    this.#scope = options.scope ?? 'winston';
    this.#sender = new RecordSender(options.loggerProvider);
    this.#treatment = new LineTreatment(options);
    this.once('pipe', (logger: unknown) => {
      this.#parent = logger as Parent;
    });
  }

  /** What winston looks for in a transport. */
  log(info: WinstonInfo, done: () => void): void {
    if (this.#isWanted(String(info[LEVEL] ?? info.level))) this.#send(info);
    done();
  }

  override _write(info: WinstonInfo, _encoding: unknown, done: () => void): void {
    this.log(info, done);
  }

  #isWanted(level: string): boolean {
    const parent = this.#parent;
    // The transport of @opentelemetry/winston-transport sends already.
    if (parent?.transports?.some((transport) => transport.constructor.name.startsWith('OpenTelemetryTransport'))) return false;
    const least = this.level ?? parent?.level;
    const levels = parent?.levels;
    if (least === undefined || levels === undefined) return true;
    return (levels[least] ?? Number.POSITIVE_INFINITY) >= (levels[level] ?? 0);
  }

  #send(info: WinstonInfo): void {
    const level = String(info[LEVEL] ?? info.level);
    const severity = severityOfName(level) ?? SeverityNumber.INFO;
    const { redactor } = this.#treatment;
    this.#sender.send(this.#scope, severity, () => recordOf(info, level, this.#treatment), redactor);
  }
}

/**
 * Makes a winston transport that sends each line as an OpenTelemetry log record: `createLogger({ transports: [winstonTransport()] })`. Lines are
 * not sent twice where `@opentelemetry/winston-transport` is a transport of the same logger.
 */
export function winstonTransport(options: WinstonTransportOptions = {}): WinstonTransport {
  return new WinstonTransport(options);
}

const saidElsewhere: ReadonlySet<string> = new Set(['level', 'message', 'timestamp', 'stack', 'event.name']);

function recordOf(info: WinstonInfo, level: string, treatment: LineTreatment): LogRecord {
  const { message, stack, timestamp } = info;
  const attributes: Attributes = attributesOf(info, saidElsewhere, treatment.fields());
  if (typeof stack === 'string') Object.assign(attributes, exceptionOf(stack, message));
  const error = info instanceof Error ? info : (info[SPLAT] as readonly unknown[] | undefined)?.find((value) => value instanceof Error);
  if (error !== undefined) Object.assign(attributes, { [thrown]: thrownBy(error) });
  const eventName = info['event.name'];
  const millis = typeof timestamp === 'number' ? timestamp : typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return {
    severityText: level,
    ...(message !== undefined && { body: message as string }),
    attributes,
    ...(typeof eventName === 'string' && { eventName }),
    ...(Number.isFinite(millis) && { timestamp: new Date(millis) }),
  };
}

/** winston puts an error's fields into the line itself. Its stack begins with its name, and with a message that the line's may go on from. */
function exceptionOf(stack: string, message: unknown): Attributes {
  const [, type, said] = /^(?:([\w.$]+): )?(.*)/.exec(stack) ?? [];
  return {
    ...(type !== undefined && { 'exception.type': type }),
    'exception.message': said === undefined || said === '' ? String(message) : said,
    'exception.stacktrace': stack,
  };
}
