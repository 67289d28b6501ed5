export type { BatchOptions, ConnectionOptions, SignalOptions, StartOptions } from './options.js';
export { runningTelemetry, start } from './start.js';
export type { ExplainedAttribute, ExplainedConfiguration, Telemetry } from './telemetry.js';
