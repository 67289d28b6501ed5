import {
  createNoopLogger,
  diag,
  type Logger as LoggerApi,
  type LoggerOptions,
  type LoggerProvider as LoggerProviderApi,
  type MeterProvider,
  SeverityNumber,
} from '@opentelemetry/api';
import { lengthLimit } from './attributes.js';
import type { LogRecording, LogRecordSink } from './log-recording.js';
import { Logger } from './logger.js';
import { createScope, scopeKey } from './logger-scope.js';
import type { LoggerConfigurator, LogRecordLimits, LogRecordProcessor, Resource } from './sdk-types.js';
import { settleWithin } from './settle-within.js';
import { VERSION } from './version.js';

/** How log records are recorded: the options of the official SDK's provider, and sinks. */
export interface LoggerProviderOptions {
  /** What the records say about their origin. */
  readonly resource: Resource;
  /** Called for each record in this order. @default none */
  readonly processors?: readonly LogRecordProcessor[];
  /** Called for each record, after the processors. @default none */
  readonly sinks?: readonly LogRecordSink[];
  /** @default 128 attributes, with values of any length */
  readonly logRecordLimits?: LogRecordLimits;
  /** Says for a scope whether its logger is enabled, and from which severity. @default all are, from any */
  readonly loggerConfigurator?: LoggerConfigurator;
  /** Gets the metric `otel.sdk.log.created`. @default none */
  readonly meterProvider?: MeterProvider;
}

const FLUSH_MILLIS = 30_000;

const ENABLED = { enabled: true, minimumSeverity: SeverityNumber.UNSPECIFIED, traceBased: false };

/** Makes loggers whose records go to processors and sinks; takes the place of the provider of `@opentelemetry/sdk-logs`. */
export class LoggerProvider implements LoggerProviderApi {
  readonly #recording: LogRecording;
  readonly #parts: readonly (LogRecordProcessor | LogRecordSink)[];
  readonly #configure: LoggerConfigurator;
  readonly #loggers = new Map<string, Logger>();
  #shutdown: Promise<void> | undefined;

  constructor(options: LoggerProviderOptions) {
    const { resource, processors = [], sinks = [], logRecordLimits, meterProvider } = options;
    const limits = {
      attributeCountLimit: logRecordLimits?.attributeCountLimit ?? 128,
      attributeValueLengthLimit: lengthLimit(logRecordLimits?.attributeValueLengthLimit),
    };
    const created = meterProvider
      ?.getMeter('@telewright/recorder', VERSION)
      .createCounter('otel.sdk.log.created', { unit: '{log_record}', description: 'The number of logs submitted to enabled SDK Loggers.' });
    this.#recording = { resource, limits, processors, sinks, created, held: new Set(), hasShutdown: false };
    this.#parts = [...processors, ...sinks];
    this.#configure = options.loggerConfigurator ?? (() => ENABLED);
  }

  /** Gives the logger of an instrumentation scope, the same one for the same name, version, schema URL and attributes. */
  getLogger(name: string, version?: string, options?: LoggerOptions): LoggerApi {
    if (this.#shutdown) {
      diag.warn('a logger was asked for after the shutdown: its records go nowhere');
      return createNoopLogger();
    }
    if (!name) diag.warn('a logger was asked for without a name: it is called unknown');
    const scope = createScope(name || 'unknown', version, options, this.#recording.limits);
    const key = scopeKey(scope);
    const known = this.#loggers.get(key);
    if (known) return known;
    const logger = new Logger(scope, this.#configure(scope), this.#recording);
    this.#loggers.set(key, logger);
    return logger;
  }

  /**
   * Flushes all processors and sinks.
   *
   * @throws the first error, or that one took longer than `timeoutMillis`, by default 30 s
   */
  async forceFlush(options?: { readonly timeoutMillis?: number }): Promise<void> {
    if (this.#shutdown) return this.#shutdown;
    const timeoutMillis = options?.timeoutMillis ?? FLUSH_MILLIS;
    const flushes = this.#parts.map((part) => settleWithin(timeoutMillis, 'a log record processor', () => part.forceFlush()));
    const error = (await Promise.all(flushes)).find((error) => error !== undefined);
    if (error !== undefined) throw error;
  }

  /** Shuts all processors and sinks down, once; loggers do nothing from now on. Rejects with the first error. */
  shutdown(): Promise<void> {
    for (const held of this.#recording.held) held.release();
    this.#recording.held.clear();
    this.#recording.hasShutdown = true;
    this.#shutdown ??= Promise.all(this.#parts.map(async (part) => part.shutdown())).then(() => undefined);
    return this.#shutdown;
  }
}
