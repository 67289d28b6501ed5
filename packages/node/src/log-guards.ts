import type { LoggerProvider, MeterProvider } from '@opentelemetry/api';
import { bridgeApiLogs, createRedactor, guardLoggerProvider, instrumentConsole, type Redactor, setProcessLogging } from '@telewright/logs';
import { tellExceptionsOnce } from './exceptions-once.js';
import { readCountRules, readSamplingRules } from './settings/read-log-rules.js';
import type { SettingValues } from './settings/settings.js';

/** What stands between loggers and the pipeline of logs. */
export interface LogGuards {
  readonly redactor: Redactor | undefined;
  /** Takes the records of everyone: counts, samples and redacts them. */
  readonly provider: LoggerProvider;
  /** Takes lines that are redacted already, or `undefined` where nobody wants them. */
  readonly lines: LoggerProvider | undefined;
}

/** Creates what counts, samples and redacts records before the pipeline gets them. */
export function createLogGuards(values: SettingValues, pipeline: LoggerProvider, meters: MeterProvider): LogGuards {
  const provider = values.exceptions === 'span-events' ? pipeline : tellExceptionsOnce(pipeline);
  const redactor = createRedactor({
    preset: values.redaction,
    keys: values.redactionKeys,
    allow: values.redactionAllow,
    ...(values.redactionPattern !== undefined && { pattern: values.redactionPattern }),
  });
  const counting = readCountRules(values.logMetrics);
  const sampling = readSamplingRules(values.logSampling);
  const rules = { counting, sampling, meter: meters.getMeter('@telewright/logs') };
  const isBare = counting.length === 0 && sampling.length === 0;
  const sends = values.logMode === 'send';
  const ofLines = isBare ? provider : guardLoggerProvider(sends ? provider : undefined, rules);
  return {
    redactor,
    provider: guardLoggerProvider(provider, { ...rules, redactor }),
    lines: sends || counting.length > 0 ? ofLines : undefined,
  };
}

/** Lets other loggers and older libraries know of the guards; gives a function that takes it back. */
export function shareLogGuards(values: SettingValues, { redactor, provider, lines }: LogGuards): () => void {
  const stops = [setProcessLogging({ fields: values.logFields, redactor }), bridgeApiLogs(provider)];
  if (values.logConsole && values.logMode !== 'off') {
    stops.push(instrumentConsole({ sending: lines !== undefined, ...(lines !== undefined && { loggerProvider: lines }) }));
  }
  return () => {
    for (const stop of stops) stop();
  };
}
