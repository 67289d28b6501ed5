import type { LineEnd } from './line-end.js';
import type { PinoLine, PinoSymbols } from './pino-internals.js';

/** Longer lines are not worth the memory. */
const MAX_UNITS = 16 * 1024;

/**
 * A finished line in UTF-8, and where in it those fields begin and end that are its own: before them pino has written the level, the time
 * and the bindings, behind them the line end. Reading it as bytes costs a third of reading it as a string.
 */
export class LineText {
  /** The line, and what is left of longer ones before. */
  readonly json: Buffer = Buffer.allocUnsafeSlow(MAX_UNITS * 3);
  /** The same, for reading several bytes at once. */
  readonly view: DataView = new DataView(this.json.buffer);
  /** Where the time begins. */
  timeFrom = 0;
  /** Where the bindings begin. */
  bindingsFrom = 0;
  /** Where the line's own fields begin. */
  from = 0;
  /** Where they end. */
  to = 0;
  /** The bindings as they were when the line began. */
  bindings = '';
  #line: PinoLine | undefined;

  start(line: PinoLine, symbols: PinoSymbols): void {
    this.#line = line;
    this.bindings = line.instance[symbols.chindings] as string;
  }

  /**
   * Reads a finished line, as long as its logger has the line end that was written.
   *
   * @returns whether it could: not a line within which another one was written, nor a long one
   */
  read(line: PinoLine, symbols: PinoSymbols): boolean {
    const { result, instance, arguments: written } = line;
    const isLast = line === this.#line;
    this.#line = undefined;
    if (!isLast || typeof result !== 'string' || result.length > MAX_UNITS) return false;
    const end = instance[symbols.end] as LineEnd;
    const endText = typeof end === 'string' ? end : end.text;
    if (endText === undefined) return false;
    const levelText = (instance[symbols.lsCache] as Readonly<Record<number, string>>)[written[2]] ?? '';
    const bytes = this.json.write(result);
    if (bytes === result.length) {
      this.timeFrom = levelText.length;
      this.bindingsFrom = this.timeFrom + written[3].length;
      this.from = this.bindingsFrom + this.bindings.length;
      this.to = bytes - endText.length;
    } else {
      this.timeFrom = Buffer.byteLength(levelText);
      this.bindingsFrom = this.timeFrom + Buffer.byteLength(written[3]);
      this.from = this.bindingsFrom + Buffer.byteLength(this.bindings);
      this.to = bytes - Buffer.byteLength(endText);
    }
    return this.from <= this.to;
  }
}
