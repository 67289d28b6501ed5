import { takenFields } from './line-end.js';

/** Parses a run of fields as pino keeps it, `,"a":1,"b":2`; nothing to find where it can't be. */
export function parseFields(text: string): Record<string, unknown> {
  try {
    return JSON.parse(`{${text.slice(1)}}`) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Looks for a span's field names in a logger's bindings, which pino keeps as text, and remembers the last answer. */
export class BindingsReader {
  #lastText: string | undefined;
  #lastBits: ReadonlyMap<string, number> | undefined;
  #lastTaken = 0;

  taken(bits: ReadonlyMap<string, number>, bindings: string): number {
    if (bindings === this.#lastText && bits === this.#lastBits) return this.#lastTaken;
    // Parsed only where a name stands somewhere, be it in a nested object or a value.
    this.#lastTaken = mentions(bindings, bits) ? takenFields(bits, parseFields(bindings)) : 0;
    this.#lastText = bindings;
    this.#lastBits = bits;
    return this.#lastTaken;
  }
}

function mentions(text: string, bits: ReadonlyMap<string, number>): boolean {
  for (const key of bits.keys()) if (text.includes(key)) return true;
  return false;
}
