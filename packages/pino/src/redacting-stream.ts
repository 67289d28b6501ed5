import type { Redactor } from '@telewright/logs';
import type { PinoInstance } from './pino-internals.js';

interface Stream {
  write(line: string): unknown;
  lastLevel?: unknown;
  lastObj?: unknown;
  lastMsg?: unknown;
  lastTime?: unknown;
  lastLogger?: unknown;
}

/** Marks streams that want to know more of a line than its text, such as `pino.multistream()`. */
const needsMetadata: unique symbol = Symbol.for('pino.metadata');

/** Stands in for a logger's stream while one line is written to it. */
export class RedactingStream implements Stream {
  // pino sets these before it writes, where the stream asks for them.
  lastLevel?: unknown;
  lastObj?: unknown;
  lastMsg?: unknown;
  lastTime?: unknown;
  lastLogger?: unknown;
  readonly #root: PinoInstance;
  readonly #symbol: symbol;
  readonly #stream: Stream;
  readonly #redactor: Redactor;
  readonly #needsMetadata: boolean;

  constructor(root: PinoInstance, symbol: symbol, redactor: Redactor) {
    this.#root = root;
    this.#symbol = symbol;
    this.#redactor = redactor;
    const stream = root[symbol] as Stream;
    // A line whose writing failed has left its stand-in behind.
    this.#stream = stream instanceof RedactingStream ? stream.#stream : stream;
    this.#needsMetadata = (this.#stream as { readonly [needsMetadata]?: unknown })[needsMetadata] === true;
    if (this.#needsMetadata) Object.defineProperty(this, needsMetadata, { value: true });
  }

  write(line: string): unknown {
    if (this.#root[this.#symbol] === this) this.#root[this.#symbol] = this.#stream;
    if (this.#needsMetadata) {
      const stream = this.#stream;
      stream.lastLevel = this.lastLevel;
      stream.lastObj = this.#redactor.value(this.lastObj);
      stream.lastMsg = this.#redactor.value(this.lastMsg);
      stream.lastTime = this.lastTime;
      stream.lastLogger = this.lastLogger;
    }
    return this.#stream.write(this.#redactor.line(line));
  }
}
