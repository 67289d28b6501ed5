import type { SpanFields } from '@telewright/logs';
import { BindingsReader, parseFields } from './bindings-reader.js';
import { endWith, type LineEnd, ownEndOf, PendingEnd, takenFields } from './line-end.js';
import { formattersSymbol, type PinoInstance, type PinoLine, type PinoSymbols } from './pino-internals.js';

/** Marks the mixin of `correlate()`, so that the channel leaves a logger alone whose fields it writes under the `nestedKey`. */
export const correlatedMixin: unique symbol = Symbol.for('telewright.pino.mixin');

interface Formatters {
  readonly level: unknown;
  readonly bindings: unknown;
  readonly log?: (merge: unknown) => unknown;
  readonly [shadowed]?: Formatters;
}

/** On a stand-in for a logger's formatters: the formatters themselves. Registered, as two copies of this package may meet. */
const shadowed: unique symbol = Symbol.for('telewright.pino.formatters');

/**
 * Writes the active span's ids and the labels into a line. pino publishes `start`, then reads the logger's line end before it runs any of the
 * user's code, and publishes `end` when the line is made. Between the two the logger ends its lines with our fields.
 *
 * The line end, rather than the merge object, which is the caller's own; and rather than the child bindings, from which a child that
 * is made by a serializer meanwhile would inherit this span's ids for good, and which are written before it is known what a
 * `formatters.log` returns. Nothing else in pino reads the line end.
 */
export class LineCorrelation {
  readonly #bindings = new BindingsReader();
  // The line that began last, which is the one that ends next unless its serializers log; kept so that nothing is looked up twice.
  #line: PinoLine | undefined;
  #ownEnd = '';
  // The last line end made, as most lines of a span end alike.
  #endFields: SpanFields | undefined;
  #endOwnEnd = '';
  #endText = '';

  /** @param fields those of the context that the line is written in */
  start(line: PinoLine, symbols: PinoSymbols, fields: SpanFields | undefined): void {
    const { instance } = line;
    const end = instance[symbols.end] as LineEnd;
    // A logger that writes inside of its own serializer still has the outer line's end.
    const ownEnd = ownEndOf(end);
    const next = fields === undefined ? ownEnd : this.#endOf(line, symbols, fields, ownEnd);
    if (next === end) return;
    instance[symbols.end] = next;
    this.#line = typeof next === 'string' ? line : undefined;
    this.#ownEnd = ownEnd;
  }

  end(line: PinoLine, symbols: PinoSymbols): void {
    const { instance } = line;
    if (line === this.#line) {
      instance[symbols.end] = this.#ownEnd;
      this.#line = undefined;
      return;
    }
    const end = instance[symbols.end] as LineEnd;
    const ownEnd = ownEndOf(end);
    if (ownEnd !== end) instance[symbols.end] = ownEnd;
    if (typeof end !== 'string') instance[formattersSymbol] = formattersOf(instance);
  }

  #endOf(line: PinoLine, symbols: PinoSymbols, fields: SpanFields, ownEnd: string): LineEnd {
    const { instance } = line;
    let taken = this.#bindings.taken(fields.bits, instance[symbols.chindings] as string);
    const time = line.arguments[3];
    // A custom timestamp() may write more than the time; `,"time":"2026-01-01T00:00:00.000000000Z"` has 40 characters.
    if (time.length > 48) taken |= takenFields(fields.bits, parseFields(time));
    if (instance[symbols.nestedKey]) {
      // The merge object goes under the key and can't collide; nor need its ids be written again.
      return this.#textOf(fields, hasCorrelatedMixin(instance[symbols.mixin]) ? taken | fields.idBits : taken, ownEnd);
    }
    const formatters = formattersOf(instance);
    if (formatters.log === undefined) return this.#textOf(fields, taken | takenFields(fields.bits, line.arguments[0]), ownEnd);
    const end = new PendingEnd(fields, taken, ownEnd);
    instance[formattersSymbol] = shadowFormatters(formatters, end);
    return end;
  }

  #textOf(fields: SpanFields, taken: number, ownEnd: string): string {
    if (taken !== 0) return endWith(fields, taken, ownEnd);
    if (fields !== this.#endFields || ownEnd !== this.#endOwnEnd) {
      this.#endFields = fields;
      this.#endOwnEnd = ownEnd;
      this.#endText = fields.text + ownEnd;
    }
    return this.#endText;
  }
}

function hasCorrelatedMixin(mixin: unknown): boolean {
  return typeof mixin === 'function' && correlatedMixin in mixin;
}

function formattersOf(instance: PinoInstance): Formatters {
  const formatters = instance[formattersSymbol] as Formatters;
  return formatters[shadowed] ?? formatters;
}

function shadowFormatters(formatters: Formatters, end: PendingEnd): Formatters {
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
