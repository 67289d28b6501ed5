import type { SpanContext } from '@opentelemetry/api';
import { inOnePiece, type SpanFields } from '@telewright/logs';
import { BindingsReader, parseFields } from './bindings-reader.js';
import { formattersOf, shadowFormatters } from './formatters.js';
import { endWith, type LineEnd, ownEndOf, PendingEnd, takenFields } from './line-end.js';
import type { OpenLine } from './open-line.js';
import { formattersSymbol, type PinoLine } from './pino-internals.js';

/** Marks the mixin of `correlate()`, so that the channel leaves a logger alone whose fields it writes under the `nestedKey`. */
export const correlatedMixin: unique symbol = Symbol.for('telewright.pino.mixin');

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
  // The last line end made, as most lines of a span end alike.
  #endContext: SpanContext | undefined;
  #endOwnEnd = '';
  #endText = '';
  /** Whether that text is in one piece, which it is from the second line of a span on: most spans have one line. */
  #isWhole = false;

  /** @param fields those to write */
  start(line: PinoLine, open: OpenLine, fields: SpanFields | undefined): void {
    const { instance } = line;
    const { symbols } = open.logger;
    const end = instance[symbols.end] as LineEnd;
    // A logger that writes inside of its own serializer still has the outer line's end.
    const ownEnd = ownEndOf(end);
    const next = fields === undefined ? ownEnd : this.#endOf(line, open, fields, ownEnd);
    if (next === end) return;
    instance[symbols.end] = next;
    if (typeof next === 'string') open.ownEnd = ownEnd;
  }

  end({ instance }: PinoLine, open: OpenLine): void {
    const { symbols } = open.logger;
    if (open.ownEnd !== undefined) {
      instance[symbols.end] = open.ownEnd;
      return;
    }
    const end = instance[symbols.end] as LineEnd;
    const ownEnd = ownEndOf(end);
    if (ownEnd !== end) instance[symbols.end] = ownEnd;
    if (typeof end !== 'string') instance[formattersSymbol] = formattersOf(instance);
  }

  #endOf(line: PinoLine, { logger, bindings }: OpenLine, fields: SpanFields, ownEnd: string): LineEnd {
    const { instance } = line;
    let taken = this.#bindings.taken(fields.bits, bindings);
    const time = line.arguments[3];
    // A custom timestamp() may write more than the time; `,"time":"2026-01-01T00:00:00.000000000Z"` has 40 characters.
    if (time.length > 48) taken |= takenFields(fields.bits, parseFields(time));
    if (logger.isPlain) return this.#textOf(fields, taken | takenFields(fields.bits, line.arguments[0]), ownEnd);
    if (instance[logger.symbols.nestedKey]) {
      // The merge object goes under the key and can't collide; nor need its ids be written again.
      return this.#textOf(fields, hasCorrelatedMixin(instance[logger.symbols.mixin]) ? taken | fields.idBits : taken, ownEnd);
    }
    const end = new PendingEnd(fields, taken, ownEnd);
    instance[formattersSymbol] = shadowFormatters(formattersOf(instance), end);
    return end;
  }

  #textOf(fields: SpanFields, taken: number, ownEnd: string): string {
    if (taken !== 0) return endWith(fields, taken, ownEnd);
    if (fields.spanContext !== this.#endContext || ownEnd !== this.#endOwnEnd) {
      this.#endContext = fields.spanContext;
      this.#endOwnEnd = ownEnd;
      this.#endText = fields.textBefore(ownEnd);
      this.#isWhole = false;
    } else if (!this.#isWhole) {
      this.#endText = inOnePiece(this.#endText);
      this.#isWhole = true;
    }
    return this.#endText;
  }
}

function hasCorrelatedMixin(mixin: unknown): boolean {
  return typeof mixin === 'function' && correlatedMixin in mixin;
}
