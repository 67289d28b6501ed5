import { type AnyValue, type Context, createContextKey, type LoggerProvider, type SeverityNumber } from '@opentelemetry/api';
import { type Redactor, type SpanFields, severityOf, thrown } from '@telewright/logs';
import { EncodedLine } from './encode-line.js';
import { keysOf, type LineSource, LineSources } from './line-source.js';
import type { LineText } from './line-text.js';
import { LineTimeReader } from './line-time.js';
import { readLine } from './log-record.js';
import { hooksSymbol, type PinoInstance, type PinoLine, type PinoSymbols } from './pino-internals.js';
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
   * @param active the context that the line was written in
   * @param span the fields of its span
   * @param isRead whether the text of the line was read
   * @param redactor for a line that may hold a secret
   */
  end(line: PinoLine, symbols: PinoSymbols, active: Context, span: SpanFields | undefined, isRead: boolean, redactor?: Redactor): void {
    // A line that is written while one is being sent comes from the pipeline.
    if (this.#busy || typeof line.result !== 'string' || line[sent] === true) return;
    if (active.getValue(suppressed) === true) return;
    const { instance } = line;
    const source = this.#sources.of(instance, symbols);
    if (source.sentByOthers) return;
    const level = line.arguments[2];
    const label = instance.levels?.labels?.[level];
    const facts = { active, span, severityNumber: severityOf(level, label), label, redactor };
    this.#busy = true;
    try {
      if (isRead && redactor === undefined && this.#encode(line, symbols, source, facts)) line[sent] = true;
      else if (source.logger.enabled({ context: active, severityNumber: facts.severityNumber })) {
        line[sent] = true;
        this.#emit(line, symbols, source, facts);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Sends the line as it is, if the logger takes it so; gives whether it did. */
  #encode(line: PinoLine, symbols: PinoSymbols, source: LineSource, { span, severityNumber, label }: LineFacts): boolean {
    const { logger } = source;
    if (logger.emitSelfEncoding === undefined || hooksOf(line.instance).streamWrite !== undefined) return false;
    const encoded = this.#encoded;
    encoded.severityNumber = severityNumber;
    encoded.severityText = label;
    const { view, timeFrom } = this.#text;
    const time = this.#times.readIn(view, timeFrom, line.arguments[3]);
    if (!encoded.set(keysOf(line, symbols, source), time, Date.now(), span)) return false;
    return logger.emitSelfEncoding(encoded);
  }

  #emit(line: PinoLine, symbols: PinoSymbols, source: LineSource, facts: LineFacts): void {
    const fields = parseLine(line, facts.redactor);
    if (fields === undefined) return;
    const time = this.#times.read(line.arguments[3]);
    const now = Date.now();
    const keys = keysOf(line, symbols, source);
    const record = readLine(fields, keys, time, facts.span);
    const error = (line.arguments[0] as Readonly<Record<string, unknown>> | null)?.[keys.errorKey];
    if (error instanceof Error) record.attributes = Object.assign(record.attributes ?? {}, { [thrown]: error });
    record.timestamp = time.timestamp ?? now;
    record.observedTimestamp = now;
    record.severityNumber = facts.severityNumber;
    if (facts.label !== undefined) record.severityText = facts.label;
    record.context = facts.active;
    source.logger.emit(record);
  }
}

interface LineFacts {
  readonly active: Context;
  readonly span: SpanFields | undefined;
  readonly severityNumber: SeverityNumber;
  readonly label: string | undefined;
  readonly redactor: Redactor | undefined;
}

interface Hooks {
  readonly streamWrite?: (line: string) => string;
}

function hooksOf(instance: PinoInstance): Hooks {
  return (instance[hooksSymbol] ?? {}) as Hooks;
}

/** Parses the line as it goes to its stream: after `hooks.streamWrite`, which may take secrets out, and after ours are taken out. */
function parseLine({ instance, result }: PinoLine, redactor: Redactor | undefined): Record<string, AnyValue> | undefined {
  const { streamWrite } = hooksOf(instance);
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
