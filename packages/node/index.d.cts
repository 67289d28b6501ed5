import type * as esm from './dist/index.js' with { 'resolution-mode': 'import' };

export declare const start: typeof esm.start;
export declare const runningTelemetry: typeof esm.runningTelemetry;
export type BatchOptions = esm.BatchOptions;
export type ConnectionOptions = esm.ConnectionOptions;
export type Instrumentation = esm.Instrumentation;
export type InstrumentationOptions = esm.InstrumentationOptions;
export type LabelPolicy = esm.LabelPolicy;
export type LogRecordProcessor = esm.LogRecordProcessor;
export type Sampler = esm.Sampler;
export type SignalOptions = esm.SignalOptions;
export type SpanProcessor = esm.SpanProcessor;
export type StartOptions = esm.StartOptions;
export type EffectiveValue = esm.EffectiveValue;
export type EffectiveSettings = esm.EffectiveSettings;
export type Telemetry = esm.Telemetry;
