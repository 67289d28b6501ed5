import { activeSpanFields, resolveTraceFields, type TraceFieldNames, type TraceFieldPreset } from '@telewright/logs';
import type { LoggerOptions } from 'pino';
import { BindingsReader } from './bindings-reader.js';
import { correlatedMixin } from './correlate-lines.js';
import { type PinoInstance, symbolsOf } from './pino-internals.js';

/** Says how `correlate()` names what it adds. */
export interface CorrelationOptions {
  /**
   * Names the fields for the ids, one by one or by a preset.
   *
   * @default 'otel'
   */
  readonly fields?: TraceFieldNames | TraceFieldPreset;
}

/**
 * Gives logger options with which pino writes the active span's ids into each line: `pino(correlate({ level: 'info' }))`. For a pino
 * without diagnostics channel (8.0 to 9.9), and where nothing is to be set up for the whole process.
 *
 * Works by pino's `mixin`, after which a mixin of the caller's still runs; its fields, the line's and the logger's bindings of the
 * same name win. With a `nestedKey`, pino puts a mixin's fields under that key. Together with `instrumentPino()`, and applied twice,
 * the fields are written once.
 *
 * @returns a copy; the options given are not changed
 */
export function correlate<CustomLevels extends string = never, UseOnlyCustomLevels extends boolean = boolean>(
  options: LoggerOptions<CustomLevels, UseOnlyCustomLevels> = {},
  correlation: CorrelationOptions = {},
): LoggerOptions<CustomLevels, UseOnlyCustomLevels> {
  const active = activeSpanFields(resolveTraceFields(correlation.fields));
  const bindings = new BindingsReader();
  const own = options.mixin;
  const mixin: NonNullable<typeof own> = (merge, level, logger) => {
    const fields: Record<string, unknown> = {};
    const span = active();
    if (span !== undefined) {
      const taken = bindings.taken(span.bits, bindingsText(logger));
      for (let index = 0; index < span.keys.length; index++) {
        if ((taken & (1 << index)) === 0) fields[span.keys[index] as string] = span.values[index];
      }
    }
    return own === undefined ? fields : Object.assign(fields, own(merge, level, logger));
  };
  return { ...options, mixin: Object.assign(mixin, { [correlatedMixin]: true }) };
}

function bindingsText(logger: unknown): string {
  // pino passes the logger since 8.14.
  if (logger === undefined) return '';
  const instance = logger as PinoInstance;
  const symbols = symbolsOf(instance);
  return symbols === null ? '' : (instance[symbols.chindings] as string);
}
