import type { SpanFields } from './span-fields.js';

/** What pino writes after a line's last field: the closing brace and the line end, or our fields before them. */
export type LineEnd = string | PendingEnd;

/** Tells which of a span's fields someone else has set, as a bit per field. */
export function takenFields(keys: readonly string[], record: unknown): number {
  if (typeof record !== 'object' || record === null) return 0;
  let taken = 0;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const value = (record as Record<string, unknown>)[key];
    // pino leaves out what is undefined, a function, or inherited.
    if (value !== undefined && typeof value !== 'function' && Object.hasOwn(record, key)) taken |= 1 << index;
  }
  return taken;
}

/** Puts those of a span's fields that nobody has taken before pino's own line end. */
export function endWith(fields: SpanFields, taken: number, ownEnd: string): string {
  if (taken === 0) return fields.text + ownEnd;
  let text = '';
  for (let index = 0; index < fields.parts.length; index++) {
    if ((taken & (1 << index)) === 0) text += fields.parts[index];
  }
  return text + ownEnd;
}

/**
 * A line end that is decided when pino appends it, after the logger's `formatters.log` has run: that formatter replaces the merge
 * object, and adding trace ids is what it's most often used for.
 */
export class PendingEnd {
  readonly ownEnd: string;
  /** What `formatters.log` returned. */
  formatted: unknown;
  readonly #fields: SpanFields;
  readonly #taken: number;

  constructor(fields: SpanFields, taken: number, ownEnd: string) {
    this.ownEnd = ownEnd;
    this.#fields = fields;
    this.#taken = taken;
  }

  toString(): string {
    return endWith(this.#fields, this.#taken | takenFields(this.#fields.keys, this.formatted), this.ownEnd);
  }
}

/** Gives pino's own line end back: always `}` and a line break, so that whatever we put before it can be told apart. */
export function ownEndOf(end: LineEnd): string {
  if (typeof end !== 'string') return end.ownEnd;
  return end.charCodeAt(0) === 125 ? end : end.slice(end.lastIndexOf('}'));
}
