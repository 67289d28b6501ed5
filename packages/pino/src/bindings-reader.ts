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
  #lastKeys: readonly string[] | undefined;
  #lastTaken = 0;

  taken(keys: readonly string[], bindings: string): number {
    if (bindings === this.#lastText && keys === this.#lastKeys) return this.#lastTaken;
    // Parsed only where a name stands somewhere, be it in a nested object or a value.
    this.#lastTaken = mentions(bindings, keys) ? takenFields(keys, parseFields(bindings)) : 0;
    this.#lastText = bindings;
    this.#lastKeys = keys;
    return this.#lastTaken;
  }
}

function mentions(text: string, keys: readonly string[]): boolean {
  for (const key of keys) if (text.includes(key)) return true;
  return false;
}
