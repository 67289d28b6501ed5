import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { LoggerProviderOptions, TracerProviderOptions } from '@telewright/recorder';
import { logRecordProcessor, spanProcessor } from './sink-processors.js';

/** Makes the official provider under our recorder's options: sinks become the last processors. */
export function createTracerProvider({
  resource,
  spanProcessors = [],
  sinks = [],
  sampler,
  spanLimits,
}: TracerProviderOptions): TracerProvider {
  return new TracerProvider({
    resource,
    spanProcessors: [...spanProcessors, ...sinks.map(spanProcessor)],
    ...(sampler && { sampler }),
    ...(spanLimits && { spanLimits }),
  });
}

/** Makes the official provider under our recorder's options: sinks become the last processors. */
export function createLoggerProvider({ resource, processors = [], sinks = [], logRecordLimits }: LoggerProviderOptions): LoggerProvider {
  return new LoggerProvider({
    resource,
    processors: [...processors, ...sinks.map(logRecordProcessor)],
    ...(logRecordLimits && { logRecordLimits }),
  });
}
