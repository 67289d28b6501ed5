import { type AnyValue, type Attributes, context, type LoggerProvider, type LogRecord, trace } from '@opentelemetry/api';
import { thrown } from '@telewright/logs';

/**
 * Sees to it that an error that is both logged and recorded on a span leaves in one record: an exception that a line has told already makes no
 * record of its own, and a line leaves out the exception attributes that such a record has told. Lines among each other stay as they are, and
 * so does an error that wraps another one.
 */
export function tellExceptionsOnce(provider: LoggerProvider): LoggerProvider {
  const told = new ToldExceptions();
  return {
    getLogger(name, version, options) {
      const logger = provider.getLogger(name, version, options);
      return {
        enabled: (of) => logger.enabled(of),
        emit(record) {
          const left = told.withoutTold(record);
          if (left !== undefined) logger.emit(left);
        },
      };
    },
  };
}

/** What of each exception has left already. */
class ToldExceptions {
  readonly #inLines = new WeakSet<object>();
  readonly #inRecords = new WeakSet<object>();
  // A logger that copies errors leaves only the stack to tell them by. Each of these stands for one error, and is used up by one.
  readonly #stacksInLines = new RecentTexts();
  readonly #stacksInRecords = new RecentTexts();

  /** Gives what is left to say of a record, or `undefined` where that is nothing. */
  withoutTold(record: LogRecord): LogRecord | undefined {
    const error: unknown = record.exception ?? (record.attributes as WithThrown | undefined)?.[thrown];
    const stack = record.attributes?.['exception.stacktrace'] ?? (error as { stack?: AnyValue } | undefined)?.stack;
    const isLine = record.eventName !== 'exception' || record.body !== undefined;
    // A logger's serializer makes a plain object of an error.
    const known = error instanceof Error || (!isLine && typeof error === 'object' && error !== null) ? (error as object) : undefined;
    if (known === undefined && typeof stack !== 'string') return record;
    const text = typeof stack === 'string' ? inItsTrace(stack, record) : undefined;
    if (isLine) return this.#isToldInRecord(known, text) ? withoutException(record) : record;
    return this.#isToldAtAll(known, text) ? undefined : record;
  }

  #isToldInRecord(error: object | undefined, text: string | undefined): boolean {
    if (error === undefined) {
      if (this.#stacksInRecords.take(text)) return true;
      this.#stacksInLines.add(text);
      return false;
    }
    if (this.#inRecords.has(error)) return true;
    this.#inLines.add(error);
    return false;
  }

  #isToldAtAll(error: object | undefined, text: string | undefined): boolean {
    if (error === undefined) return false;
    if (this.#inLines.has(error) || this.#inRecords.has(error)) return true;
    if (this.#stacksInLines.take(text)) {
      this.#inLines.add(error);
      return true;
    }
    this.#inRecords.add(error);
    this.#stacksInRecords.add(text);
    return false;
  }
}

interface WithThrown extends Attributes {
  readonly [thrown]?: unknown;
}

/** A few texts of late. */
class RecentTexts {
  readonly #texts: string[] = [];

  add(text: string | undefined): void {
    if (text !== undefined && this.#texts.push(text) > 64) this.#texts.shift();
  }

  take(text: string | undefined): boolean {
    const index = text === undefined ? -1 : this.#texts.indexOf(text);
    if (index !== -1) this.#texts.splice(index, 1);
    return index !== -1;
  }
}

/** The same code fails in the same way again and again, but rarely so within a trace. */
function inItsTrace(stack: string, record: LogRecord): string | undefined {
  const spanContext = trace.getSpanContext(record.context ?? context.active());
  return spanContext === undefined ? undefined : `${spanContext.traceId} ${stack}`;
}

function withoutException({ exception: _, ...record }: LogRecord): LogRecord {
  const attributes: Attributes = { ...record.attributes };
  delete attributes['exception.type'];
  delete attributes['exception.message'];
  delete attributes['exception.stacktrace'];
  return { ...record, attributes };
}
