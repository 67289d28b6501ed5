import type { Context } from '@opentelemetry/api';
import type { SpanFields } from '@telewright/logs';
import type { LoggerFacts } from './logger-facts.js';
import type { PinoLine } from './pino-internals.js';

/** On a published line: what is known of it. Not registered, so that each copy of this package has its own. */
const known: unique symbol = Symbol('telewright.pino.line');

/**
 * What is known of a line from its start to its end. It goes with the line: what is kept elsewhere outlives it, and V8 has to take note of
 * each such place (measured: 0.05 us a line).
 */
export class OpenLine {
  /** The logger's own line end, where it has another one until the line ends. */
  ownEnd: string | undefined;

  /**
   * @param context the one that the line is written in
   * @param fields those of the context's span
   * @param bindings the logger's, as they were when the line began
   */
  constructor(
    readonly logger: LoggerFacts,
    readonly context: Context,
    readonly fields: SpanFields | undefined,
    readonly bindings: string,
  ) {}

  /** Gives what is known of a line, unless it began before anybody listened. */
  static of(line: PinoLine): OpenLine | undefined {
    return line[known] as OpenLine | undefined;
  }

  /** Lets the line have this with it. */
  attach(line: PinoLine): void {
    line[known] = this;
  }
}
