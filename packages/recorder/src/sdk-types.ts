/**
 * The interfaces of OpenTelemetry's SDK that this package implements or calls. Types only: at run time nothing of the SDK is loaded,
 * and this is the only file that may name it.
 */
export type { Resource } from '@opentelemetry/resources';
export type {
  LoggerConfigurator,
  LogRecordLimits,
  LogRecordProcessor,
  ReadableLogRecord,
  ReadWriteLogRecord,
} from '@opentelemetry/sdk-logs';
export type { IdGenerator, ReadableSpan, Sampler, Span as SdkSpan, SpanLimits, SpanProcessor, TimedEvent } from '@opentelemetry/sdk-trace';

/** The library that records, as the SDK's spans and log records name it. */
export type InstrumentationScope = import('@opentelemetry/sdk-trace').ReadableSpan['instrumentationScope'];
