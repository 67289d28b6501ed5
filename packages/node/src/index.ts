export type {
  BatchOptions,
  ConnectionOptions,
  Instrumentation,
  InstrumentationOptions,
  LabelPolicy,
  LogRecordProcessor,
  Sampler,
  SignalOptions,
  SpanProcessor,
  StartOptions,
} from './options.js';
export { runningTelemetry, start } from './start.js';
export type { EffectiveSettings, EffectiveValue, Telemetry } from './telemetry.js';
