import { type Context, context, createContextKey, type Logger, type LoggerProvider, logs, type SeverityNumber } from '@opentelemetry/api';
import { type ActiveSpanFields, type Redactor, severityOf, thrown } from '@telewright/logs';
import { parseFields } from './bindings-reader.js';
import { sendsByItself } from './foreign-sending.js';
import { readLineTime } from './line-time.js';
import { type LineKeys, readLine } from './log-record.js';
import { hooksSymbol, type PinoInstance, type PinoLine, type PinoSymbols, rootOf, symbolsOf } from './pino-internals.js';
import { reportOnce } from './report-once.js';

const DEFAULT_SCOPE = '@telewright/pino';

/** On a published line: it has been sent. Registered, so that two copies of this package send it once. */
const sent: unique symbol = Symbol.for('telewright.pino.sent');

/** The SDK's own mark on the context of its exporters, by the description it is registered under. */
const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** What is the same for all lines of a logger and its children. */
interface Source {
  readonly provider: LoggerProvider;
  readonly logger: Logger;
  readonly scope: string;
  readonly sentByOthers: boolean;
}

/** Emits what pino has written as OpenTelemetry log records. */
export class LineSending {
  readonly #active: ActiveSpanFields;
  readonly #provider: LoggerProvider | undefined;
  readonly #sources = new WeakMap<PinoInstance, Source>();
  readonly #levels = new Map<string, Record<string, unknown>>();
  #busy = false;

  constructor(active: ActiveSpanFields, provider: LoggerProvider | undefined) {
    this.#active = active;
    this.#provider = provider;
  }

  /** @param redactor for a line that may hold a secret */
  end(line: PinoLine, redactor?: Redactor): void {
    // A line that is written while one is being sent comes from the pipeline.
    if (this.#busy || typeof line.result !== 'string' || line[sent] === true) return;
    const active = context.active();
    if (active.getValue(suppressed) === true) return;
    const { instance } = line;
    const symbols = symbolsOf(instance);
    if (symbols === null) return;
    const source = this.#sourceOf(instance, symbols);
    const level = line.arguments[2];
    const label = instance.levels?.labels?.[level];
    const severityNumber = severityOf(level, label);
    if (source.sentByOthers || !source.logger.enabled({ context: active, severityNumber })) return;
    line[sent] = true;
    this.#busy = true;
    try {
      this.#emit(line, symbols, source, { active, severityNumber, label, redactor });
    } finally {
      this.#busy = false;
    }
  }

  #emit(line: PinoLine, symbols: PinoSymbols, source: Source, facts: LineFacts): void {
    const fields = parseLine(line, facts.redactor);
    if (fields === undefined) return;
    const time = readLineTime(line.arguments[3]);
    const now = Date.now();
    const keys = this.#keysOf(line, symbols, source.scope);
    const record = readLine(fields, keys, time, this.#active());
    const error = (line.arguments[0] as Readonly<Record<string, unknown>> | null)?.[keys.errorKey];
    if (error instanceof Error) record.attributes = Object.assign(record.attributes ?? {}, { [thrown]: error });
    record.timestamp = time.timestamp ?? now;
    record.observedTimestamp = now;
    record.severityNumber = facts.severityNumber;
    if (facts.label !== undefined) record.severityText = facts.label;
    record.context = facts.active;
    source.logger.emit(record);
  }

  #keysOf({ instance, arguments: written }: PinoLine, symbols: PinoSymbols, scope: string): LineKeys {
    const levels = instance[symbols.lsCache] as Readonly<Record<number, string>>;
    return {
      scope,
      messageKey: instance[symbols.messageKey] as string,
      errorKey: symbols.errorKey === undefined ? 'err' : (instance[symbols.errorKey] as string),
      nestedKey: (instance[symbols.nestedKey] as string | null | undefined) ?? undefined,
      level: this.#levelFields(levels[written[2]] ?? '{'),
    };
  }

  /** Parses what pino writes for a level, `{"level":30`; a service has a handful of them. */
  #levelFields(text: string): Record<string, unknown> {
    let fields = this.#levels.get(text);
    if (fields === undefined) {
      fields = parseFields(text);
      this.#levels.set(text, fields);
    }
    return fields;
  }

  #sourceOf(instance: PinoInstance, symbols: PinoSymbols): Source {
    const root = rootOf(instance, symbols);
    const provider = this.#provider ?? logs.getLoggerProvider();
    let source = this.#sources.get(root);
    // The global provider may be registered after the first line.
    if (source?.provider !== provider) {
      const { name } = parseFields(root[symbols.chindings] as string);
      const scope = typeof name === 'string' && name !== '' ? name : DEFAULT_SCOPE;
      source = { provider, logger: provider.getLogger(scope), scope, sentByOthers: sendsByItself(root[symbols.stream]) };
      this.#sources.set(root, source);
    }
    return source;
  }
}

interface LineFacts {
  readonly active: Context;
  readonly severityNumber: SeverityNumber;
  readonly label: string | undefined;
  readonly redactor: Redactor | undefined;
}

/** Parses the line as it goes to its stream: after `hooks.streamWrite`, which may take secrets out, and after ours are taken out. */
function parseLine({ instance, result }: PinoLine, redactor: Redactor | undefined): Record<string, unknown> | undefined {
  const { streamWrite } = (instance[hooksSymbol] ?? {}) as { streamWrite?: (line: string) => string };
  try {
    const written = streamWrite ? streamWrite(result as string) : (result as string);
    const line: unknown = JSON.parse(redactor ? redactor.line(written) : written);
    if (typeof line === 'object' && line !== null) return line as Record<string, unknown>;
    reportOnce('a line is no JSON object, so it is not sent');
  } catch (error) {
    reportOnce('a line is no JSON, so it is not sent', error);
  }
  return undefined;
}
