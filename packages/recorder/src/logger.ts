import {
  type Context,
  context as contextApi,
  isSpanContextValid,
  type Logger as LoggerApi,
  type LogRecord,
  type SeverityNumber,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { HeldRecords, SelfEncodingLogRecord } from '@telewright/otlp';
import type { AttributeLimits } from './attributes.js';
import { RecordedLogRecord } from './log-record.js';
import type { LogRecording, LogRecordSink } from './log-recording.js';
import { reportFault } from './report-fault.js';
import type { InstrumentationScope, LoggerConfigurator, ReadWriteLogRecord } from './sdk-types.js';

/** Emits log records. {@link LoggerProvider} makes one for each instrumentation scope. */
export class Logger implements LoggerApi {
  readonly #scope: InstrumentationScope;
  readonly #config: ReturnType<LoggerConfigurator>;
  readonly #recording: LogRecording;

  constructor(scope: InstrumentationScope, config: ReturnType<LoggerConfigurator>, recording: LogRecording) {
    this.#scope = scope;
    this.#config = config;
    this.#recording = recording;
  }

  /** Hands a record to the processors and sinks, if the logger is enabled for it. */
  emit(logRecord: LogRecord): void {
    const context = logRecord.context || contextApi.active();
    try {
      const spanContext = validSpanContext(context);
      if (this.#isEnabled(context, spanContext, logRecord.severityNumber, logRecord.eventName)) this.#emit(logRecord, context, spanContext);
    } catch (error) {
      reportFault('the emission of a log record', error);
    }
  }

  /**
   * Hands on a record that encodes itself, if a sink is all that gets it and takes it so.
   *
   * @returns whether there is nothing left to do for this record; otherwise it has to be emitted
   */
  emitSelfEncoding(record: SelfEncodingLogRecord): boolean {
    const { hasShutdown, resource, created } = this.#recording;
    const sink = this.#onlySink();
    if (sink?.addSelfEncoding === undefined) return false;
    if (hasShutdown || !this.#admits(record.severityNumber, record.spanContext)) return true;
    try {
      if (!sink.addSelfEncoding(record, resource, this.#scope)) return false;
      created?.add(1);
      return true;
    } catch (error) {
      reportFault('a log record that encodes itself', error);
      return false;
    }
  }

  /**
   * Tells whether a few records that encode themselves may be held back: then `release` is called before anything is sent, and before the
   * provider shuts down.
   */
  holdBack(held: HeldRecords): boolean {
    if (this.#onlySink()?.holdBack?.(held) !== true) return false;
    this.#recording.held.add(held);
    return true;
  }

  /** Gives the sink that is all that gets the records, as they are. */
  #onlySink(): LogRecordSink | undefined {
    const { limits, processors, sinks } = this.#recording;
    return processors.length > 0 || sinks.length !== 1 || limitsRecords(limits) ? undefined : sinks[0];
  }

  /** Tells whether a record would be handed on to anyone. */
  enabled(options?: { context?: Context; severityNumber?: SeverityNumber; eventName?: string }): boolean {
    const context = options?.context || contextApi.active();
    return this.#isEnabled(context, validSpanContext(context), options?.severityNumber, options?.eventName);
  }

  #emit(logRecord: LogRecord, context: Context, spanContext: SpanContext | undefined): void {
    const { resource, limits, processors, sinks, created } = this.#recording;
    const recorded = new RecordedLogRecord(resource, this.#scope, limits, spanContext, logRecord);
    const record = recorded as object as ReadWriteLogRecord;
    created?.add(1);
    for (const processor of processors) {
      try {
        processor.onEmit(record, context);
      } catch (error) {
        reportFault('onEmit of a log record processor', error);
      }
    }
    recorded.makeReadonly();
    for (const sink of sinks) {
      try {
        sink.add(record);
      } catch (error) {
        reportFault('a log record sink', error);
      }
    }
  }

  #isEnabled(
    context: Context,
    spanContext: SpanContext | undefined,
    severityNumber: SeverityNumber | undefined,
    eventName: string | undefined,
  ): boolean {
    const { hasShutdown, processors, sinks } = this.#recording;
    if (hasShutdown || !this.#admits(severityNumber, spanContext)) return false;
    if (sinks.length > 0) return true;
    for (const processor of processors) {
      if (!processor.enabled) return true;
      const options = { context, instrumentationScope: this.#scope, severityNumber, eventName };
      if (processor.enabled(options as Parameters<typeof processor.enabled>[0])) return true;
    }
    return false;
  }

  #admits(severityNumber: SeverityNumber | undefined, spanContext: { readonly traceFlags: number } | undefined): boolean {
    const { enabled, minimumSeverity, traceBased } = this.#config;
    // A severity that is not specified is 0, and passes.
    if (!enabled || (severityNumber && severityNumber < minimumSeverity)) return false;
    return !traceBased || spanContext === undefined || (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
  }
}

/** Tells whether records have to be looked at for their limits: one that encodes itself has 128 attributes of any length at most. */
function limitsRecords({ attributeCountLimit, attributeValueLengthLimit }: AttributeLimits): boolean {
  return attributeCountLimit < 128 || attributeValueLengthLimit !== Infinity;
}

function validSpanContext(context: Context): SpanContext | undefined {
  const spanContext = trace.getSpanContext(context);
  return spanContext && isSpanContextValid(spanContext) ? spanContext : undefined;
}
