import type { LoggerProvider as LoggerProviderApi, TracerProvider as TracerProviderApi } from '@opentelemetry/api';
import { LoggerProvider, type LoggerProviderOptions, TracerProvider, type TracerProviderOptions } from '@telewright/recorder';
import type { RecorderName } from '../settings/settings.js';
import type { Provider } from './signal-pipeline.js';

/** What makes spans and log records: ours, or the official SDK, which takes the same options. */
export interface Recorder {
  createTracerProvider(options: TracerProviderOptions): TracerProviderApi & Provider;
  createLoggerProvider(options: LoggerProviderOptions): LoggerProviderApi & Provider;
}

const ours: Recorder = {
  createTracerProvider: (options) => new TracerProvider(options),
  createLoggerProvider: (options) => new LoggerProvider(options),
};

/** Gives the recorder of that name. The official one is loaded only then, from a file of the package of its own. */
export function chooseRecorder(name: RecorderName): Recorder {
  return name === 'sdk' ? (require('./official-recorder.cjs') as typeof import('./official-recorder.js')) : ours;
}
