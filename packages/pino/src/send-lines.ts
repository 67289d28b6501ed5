import { type AnyValue, createContextKey, type LoggerProvider } from '@opentelemetry/api';
import { type Redactor, thrown } from '@telewright/logs';
import { EncodedLine } from './encode-line.js';
import { keysOf, type LineSource, LineSources } from './line-source.js';
import type { LineText } from './line-text.js';
import { LineTimeReader } from './line-time.js';
import { readLine } from './log-record.js';
import type { Level, PinoHooks } from './logger-facts.js';
import type { OpenLine } from './open-line.js';
import type { PinoLine } from './pino-internals.js';
import { reportOnce } from './report-once.js';

/** On a published line: it has been sent. Registered, so that two copies of this package send it once. */
const sent: unique symbol = Symbol.for('telewright.pino.sent');

/** The SDK's own mark on the context of its exporters, by the description it is registered under. */
const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Emits what pino has written as OpenTelemetry log records. */
export class LineSending {
  readonly #sources: LineSources;
  readonly #times = new LineTimeReader();
  readonly #text: LineText;
  readonly #encoded: EncodedLine;
  #busy = false;

  /** @param text the line, where it could be read */
  constructor(provider: LoggerProvider | undefined, text: LineText) {
    this.#sources = new LineSources(provider);
    this.#text = text;
    this.#encoded = new EncodedLine(text);
  }

  /**
   * @param isRead whether the text of the line was read
   * @param redactor for a line that may hold a secret
   */
  end(line: PinoLine, open: OpenLine, isRead: boolean, redactor?: Redactor): void {
    // A line that is written while one is being sent comes from the pipeline.
    if (this.#busy || typeof line.result !== 'string' || line[sent] === true) return;
    const { context, logger } = open;
    if (context.getValue(suppressed) === true) return;
    const source = this.#sources.of(logger);
    if (source.sentByOthers) return;
    const level = logger.level(line.arguments[2]);
    this.#busy = true;
    try {
      if (isRead && redactor === undefined && this.#encode(line, open, level, source)) line[sent] = true;
      else if (source.logger.enabled({ context, severityNumber: level.severityNumber })) {
        line[sent] = true;
        this.#emit(line, open, level, source, redactor);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Sends the line as it is, if the logger takes it so; gives whether it did. */
  #encode(line: PinoLine, { logger: by, fields }: OpenLine, level: Level, source: LineSource): boolean {
    const { logger } = source;
    if (logger.emitSelfEncoding === undefined || by.hooks.streamWrite !== undefined) return false;
    const encoded = this.#encoded;
    encoded.severityNumber = level.severityNumber;
    encoded.severityText = level.name;
    const { view, timeFrom } = this.#text;
    const time = this.#times.readIn(view, timeFrom, line.arguments[3]);
    if (!encoded.set(keysOf(level, by, source), time, fields)) return false;
    return logger.emitSelfEncoding(encoded);
  }

  #emit(line: PinoLine, open: OpenLine, level: Level, source: LineSource, redactor: Redactor | undefined): void {
    const fields = parseLine(line, open.logger.hooks, redactor);
    if (fields === undefined) return;
    const time = this.#times.read(line.arguments[3]);
    const now = Date.now();
    const keys = keysOf(level, open.logger, source);
    const record = readLine(fields, keys, time, open.fields);
    const error = (line.arguments[0] as Readonly<Record<string, unknown>> | null)?.[keys.errorKey];
    if (error instanceof Error) record.attributes = Object.assign(record.attributes ?? {}, { [thrown]: error });
    record.timestamp = time.timestamp ?? now;
    record.observedTimestamp = now;
    record.severityNumber = level.severityNumber;
    if (level.name !== undefined) record.severityText = level.name;
    record.context = open.context;
    source.logger.emit(record);
  }
}

/** Parses the line as it goes to its stream: after `hooks.streamWrite`, which may take secrets out, and after ours are taken out. */
function parseLine({ result }: PinoLine, { streamWrite }: PinoHooks, redactor: Redactor | undefined): Record<string, AnyValue> | undefined {
  try {
    const written = streamWrite ? streamWrite(result as string) : (result as string);
    const line: unknown = JSON.parse(redactor ? redactor.line(written) : written);
    if (typeof line === 'object' && line !== null) return line as Record<string, AnyValue>;
    reportOnce('a line is no JSON object, so it is not sent');
  } catch (error) {
    reportOnce('a line is no JSON, so it is not sent', error);
  }
  return undefined;
}
