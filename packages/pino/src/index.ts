export type { TraceFieldNames, TraceFieldPreset } from '@telewright/logs';
export { type CorrelationOptions, correlate } from './correlate.js';
export { instrumentPino, type PinoInstrumentationOptions, type Unsubscribe } from './instrument-pino.js';
export { type PinoRedaction, redactPaths } from './redact-paths.js';
