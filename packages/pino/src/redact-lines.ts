import type { Redactor } from '@telewright/logs';
import type { LineEnd } from './line-end.js';
import type { LineText } from './line-text.js';
import type { OpenLine } from './open-line.js';
import { type PinoLine, rootOf } from './pino-internals.js';
import { RedactingStream } from './redacting-stream.js';

/**
 * Takes secrets out of a line between its making and its writing. A finished line can't be replaced on the channel, but pino asks for
 * the logger's stream after it: for a line that may hold a secret that is, for this once, a stream that redacts.
 */
export class LineRedaction {
  readonly #redactor: Redactor;
  // The bindings that were found harmless last, as a logger writes them again and again.
  #harmlessBindings = '';

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /**
   * Prepares the writing of a line, before its logger's line end is given back. Tells whether the line may hold a secret.
   *
   * @param text the line, if it could be read
   */
  end(line: PinoLine, open: OpenLine, text: LineText | undefined): boolean {
    if (typeof line.result !== 'string') return false;
    if (text !== undefined && !this.#mayBeSecretIn(text)) return false;
    const { symbols } = open.logger;
    if (!this.#mayHoldSecret(line, line.result, open)) return false;
    const root = rootOf(line.instance, symbols);
    root[symbols.stream] = new RedactingStream(root, symbols.stream, this.#redactor);
    return true;
  }

  /** Looks at the bytes of a line, where that tells that there is nothing. */
  #mayBeSecretIn({ json, bindings, bindingsFrom, from, to }: LineText): boolean {
    const redactor = this.#redactor;
    if (redactor.mayHoldSecretIn === undefined) return true;
    if (bindings !== this.#harmlessBindings) {
      if (redactor.mayHoldSecretIn(json, bindingsFrom, from)) return true;
      this.#harmlessBindings = bindings;
    }
    return redactor.mayHoldSecretIn(json, from, to);
  }

  /** Looks at what is new in a line only: its beginning and end are the same in many, and looking costs by the character. */
  #mayHoldSecret({ instance, arguments: written }: PinoLine, text: string, { bindings, logger }: OpenLine): boolean {
    if (bindings !== this.#harmlessBindings) {
      if (this.#redactor.mayHoldSecret(bindings)) return true;
      this.#harmlessBindings = bindings;
    }
    const end = instance[logger.symbols.end] as LineEnd;
    const from = logger.level(written[2]).text.length + written[3].length + bindings.length;
    return this.#redactor.mayHoldSecret(text.slice(from, typeof end === 'string' ? text.length - end.length : text.length));
  }
}
