import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { StartOptions } from '../options.js';
import { optionAt } from './option-paths.js';
import type { SettingFinding } from './settings.js';

/** What of the user's own was passed to `start()` for the way of spans and log records. */
export interface GivenProcessing {
  readonly spanProcessors: readonly SpanProcessor[];
  readonly logRecordProcessors: readonly LogRecordProcessor[];
  readonly sampler: Sampler | undefined;
}

/** Gives the processors and the sampler that were passed to `start()`, without what is none. */
export function givenProcessing(options: StartOptions): GivenProcessing {
  const sampler = optionAt(options, 'traces.sampler');
  return {
    spanProcessors: entries(options, 'traces.processors').filter(isSpanProcessor),
    logRecordProcessors: entries(options, 'logs.processors').filter(isLogRecordProcessor),
    sampler: isSampler(sampler) ? sampler : undefined,
  };
}

/** Finds what was passed as a processor or sampler and is none. */
export function wrongProcessing(options: StartOptions): SettingFinding[] {
  const sampler = optionAt(options, 'traces.sampler');
  const wrong = (name: string, expected: string, values: readonly unknown[]): SettingFinding[] =>
    values.map((got) => ({ name: `option ${name}`, expected, got: typeof got, action: 'it is ignored' }));
  return [
    ...wrong(
      'traces.processors',
      'span processors',
      entries(options, 'traces.processors').filter((entry) => !isSpanProcessor(entry)),
    ),
    ...wrong(
      'logs.processors',
      'log record processors',
      entries(options, 'logs.processors').filter((entry) => !isLogRecordProcessor(entry)),
    ),
    ...wrong('traces.sampler', 'a sampler', sampler == null || isSampler(sampler) ? [] : [sampler]),
  ];
}

function entries(options: StartOptions, path: string): unknown[] {
  const given = optionAt(options, path);
  return given == null ? [] : [given].flat();
}

const isSpanProcessor = (value: unknown): value is SpanProcessor => hasMethods(value, ['onStart', 'onEnd', 'forceFlush', 'shutdown']);
const isLogRecordProcessor = (value: unknown): value is LogRecordProcessor => hasMethods(value, ['onEmit', 'forceFlush', 'shutdown']);
const isSampler = (value: unknown): value is Sampler => hasMethods(value, ['shouldSample']);

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => typeof Reflect.get(value, name) === 'function');
}
