export { encodeRecordedSpan } from './encode-recorded-span.js';
export type { LogRecordSink } from './log-recording.js';
export { LoggerProvider, type LoggerProviderOptions } from './logger-provider.js';
export type { SpanSink } from './span-processors.js';
export { TracerProvider, type TracerProviderOptions } from './tracer-provider.js';
