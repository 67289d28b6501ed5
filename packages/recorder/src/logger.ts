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
import { RecordedLogRecord } from './log-record.js';
import type { LogRecording } from './log-recording.js';
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
    const { enabled, minimumSeverity, traceBased } = this.#config;
    if (hasShutdown || !enabled) return false;
    // A severity that is not specified is 0, and passes.
    if (severityNumber && severityNumber < minimumSeverity) return false;
    if (traceBased && spanContext && !(spanContext.traceFlags & TraceFlags.SAMPLED)) return false;
    if (sinks.length > 0) return true;
    for (const processor of processors) {
      if (!processor.enabled) return true;
      const options = { context, instrumentationScope: this.#scope, severityNumber, eventName };
      if (processor.enabled(options as Parameters<typeof processor.enabled>[0])) return true;
    }
    return false;
  }
}

function validSpanContext(context: Context): SpanContext | undefined {
  const spanContext = trace.getSpanContext(context);
  return spanContext && isSpanContextValid(spanContext) ? spanContext : undefined;
}
