import type { PendingEnd } from './line-end.js';
import { formattersSymbol, type PinoInstance } from './pino-internals.js';

interface Formatters {
  readonly level: unknown;
  readonly bindings: unknown;
  readonly log?: (merge: unknown) => unknown;
  readonly [shadowed]?: Formatters;
}

/** On a stand-in for a logger's formatters: the formatters themselves. Registered, as two copies of this package may meet. */
const shadowed: unique symbol = Symbol.for('telewright.pino.formatters');

/** Gives a logger's formatters, also while a line of it has others. */
export function formattersOf(instance: PinoInstance): Formatters {
  const formatters = instance[formattersSymbol] as Formatters;
  return formatters[shadowed] ?? formatters;
}

/** Gives formatters that tell a line end what `formatters.log` has made of a line. */
export function shadowFormatters(formatters: Formatters, end: PendingEnd): Formatters {
  return {
    level: formatters.level,
    bindings: formatters.bindings,
    log(merge) {
      const formatted = formatters.log?.(merge);
      end.formatted = formatted;
      return formatted;
    },
    [shadowed]: formatters,
  };
}
