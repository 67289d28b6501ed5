import { type AnyValue, createContextKey, type HrTime, type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { type Redactor, thrown } from '@telewright/logs';
import { EncodedLine } from './encode-line.js';
import { LineClock } from './line-clock.js';
import { keysOf, type LineSource, LineSources } from './line-source.js';
import { type LineText, PLACES } from './line-text.js';
import { LineTimeReader } from './line-time.js';
import { readLine } from './log-record.js';
import type { Level, PinoHooks } from './logger-facts.js';
import type { OpenLine } from './open-line.js';
import type { PinoLine } from './pino-internals.js';
import { reportOnce } from './report-once.js';
import type { WaitingLine } from './waiting-line.js';

/** On a published line: it has been sent. Registered, so that two copies of this package send it once. */
const sent: unique symbol = Symbol.for('telewright.pino.sent');

/** The SDK's own mark on the context of its exporters, by the description it is registered under. */
const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * Emits what pino has written as OpenTelemetry log records.
 *
 * Where the logger takes records that encode themselves, a few lines wait and are encoded together, which takes less time than one by one among
 * the work of an app: the code for it does not fit into a processor's cache together with that of a request. Errors don't wait.
 */
export class LineSending {
  readonly #sources: LineSources;
  readonly #times = new LineTimeReader();
  readonly #clock = new LineClock();
  readonly #text: LineText;
  readonly #encoded: EncodedLine;
  #waiting: WaitingLine[] = [];
  /** Who has promised to call {@link release}. */
  #promisedBy: LoggerProvider | undefined;
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
      const known = isRead && redactor === undefined ? this.#know(line, open, level, source) : undefined;
      if (known !== undefined && this.#mayWait(known)) {
        line[sent] = true;
        this.#text.keep();
        if (this.#waiting.push(known) === PLACES) this.#sendWaiting();
        return;
      }
      this.#sendWaiting();
      if (known !== undefined && this.#encode(known)) line[sent] = true;
      else if (source.logger.enabled({ context, severityNumber: level.severityNumber })) {
        line[sent] = true;
        this.#emit(line, open, level, source, redactor);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Sends the lines that wait. Whoever has promised to call this has kept it. Never throws. */
  release(): void {
    this.#promisedBy = undefined;
    const wasBusy = this.#busy;
    this.#busy = true;
    this.#sendWaiting();
    this.#busy = wasBusy;
  }

  /** Gives what is known of a line that the logger may take as it is. */
  #know(line: PinoLine, open: OpenLine, level: Level, source: LineSource): WaitingLine | undefined {
    const { logger: by } = open;
    if (source.logger.emitSelfEncoding === undefined || by.hooks.streamWrite !== undefined) return undefined;
    const { view, timeFrom, from, to } = this.#text;
    const time = this.#times.readIn(view, timeFrom, line.arguments[3]);
    const keys = keysOf(level, by, source);
    if (!EncodedLine.takes(keys, time)) return undefined;
    this.#clock.observe(time);
    const { seconds, nanos } = this.#clock;
    return { line, open, level, source, keys, time, seconds, nanos, from, to };
  }

  #mayWait({ level, source }: WaitingLine): boolean {
    if (!this.#text.mayStay || level.severityNumber >= SeverityNumber.ERROR) return false;
    return this.#promisedBy === source.provider || this.#askFor(source);
  }

  #askFor({ logger, provider }: LineSource): boolean {
    // Those that wait are for another provider.
    this.#sendWaiting();
    this.#promisedBy = logger.holdBack?.(this) === true ? provider : undefined;
    return this.#promisedBy !== undefined;
  }

  #sendWaiting(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (const one of waiting) {
      const { line, open, level, source } = one;
      try {
        const { context } = open;
        if (!this.#encode(one) && source.logger.enabled({ context, severityNumber: level.severityNumber }))
          this.#emit(line, open, level, source, undefined, [one.seconds, one.nanos]);
      } catch (error) {
        reportOnce('a line could not be sent', error);
      }
    }
  }

  /** Sends the line as it is, if the logger takes it so; gives whether it did. */
  #encode(known: WaitingLine): boolean {
    this.#encoded.set(known);
    return known.source.logger.emitSelfEncoding?.(this.#encoded) === true;
  }

  #emit(
    line: PinoLine,
    open: OpenLine,
    level: Level,
    source: LineSource,
    redactor: Redactor | undefined,
    observed: number | HrTime = Date.now(),
  ): void {
    const fields = parseLine(line, open.logger.hooks, redactor);
    if (fields === undefined) return;
    const time = this.#times.read(line.arguments[3]);
    const keys = keysOf(level, open.logger, source);
    const record = readLine(fields, keys, time, open.fields);
    const error = (line.arguments[0] as Readonly<Record<string, unknown>> | null)?.[keys.errorKey];
    if (error instanceof Error) record.attributes = Object.assign(record.attributes ?? {}, { [thrown]: error });
    record.timestamp = time.timestamp ?? observed;
    record.observedTimestamp = observed;
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
