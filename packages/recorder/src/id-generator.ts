import type { IdGenerator } from './sdk-types.js';

/** How many random bytes are turned into text at once: the ids of 8 root spans. An id that is kept keeps all of that text alive, so they are few. */
const POOL_BYTES = 192;

/**
 * Gives random ids, as OpenTelemetry's own generator does, at a third of its costs: the text of several is made by one call (measured:
 * 30 ns an id instead of 106), and from integers, because each `Math.random()` allocates a number.
 */
export class PooledIdGenerator implements IdGenerator {
  /** What the ids are made from. */
  readonly words: Int32Array = new Int32Array(POOL_BYTES / 4);
  readonly #buffer = Buffer.from(this.words.buffer);
  /** How many ids were taken. */
  taken = 0;
  readonly #random = new RandomWords();
  #text = '';
  #position = 0;

  /** Where the last id ends in the words; the one that was taken before it is right in front if that was a span's. */
  get position(): number {
    return this.#position / 8;
  }

  generateTraceId(): string {
    return this.#take(32, 32);
  }

  generateSpanId(): string {
    return this.#take(16, 48);
  }

  #take(digits: number, atLeast: number): string {
    if (this.#position + atLeast > this.#text.length) this.#refill();
    const id = this.#text.substring(this.#position, this.#position + digits);
    this.#position += digits;
    this.taken++;
    return id;
  }

  #refill(): void {
    this.#random.fill(this.words);
    this.#text = this.#buffer.toString('hex');
    this.#position = 0;
  }
}

const WARM_UP_WORDS = 12;

/**
 * Gives pseudo-random 32-bit integers by Chris Doty-Humphrey's sfc32, seeded with 96 bits of `Math.random()`.
 *
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
class RandomWords {
  readonly #state = Int32Array.of(Math.random() * 2 ** 32, Math.random() * 2 ** 32, Math.random() * 2 ** 32, 1);

  constructor() {
    this.fill(new Int32Array(WARM_UP_WORDS));
  }

  /** Fills an array with words, none of which is zero: an id that is all zeros would be invalid. */
  fill(words: Int32Array): void {
    const state = this.#state;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let counter = state[3] as number;
    for (let index = 0; index < words.length; index++) {
      const word = (a + b + counter) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      counter = (counter + 1) | 0;
      words[index] = word || 1;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = counter;
  }
}
