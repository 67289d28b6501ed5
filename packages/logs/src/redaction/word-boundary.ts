/**
 * Gives the source of an assertion: what comes doesn't go on a run of such characters. The `n` of an escaped line break, as in JSON that is
 * in a text, belongs to no run, nor does the `D` of a `%3D` in a URL.
 */
export function boundary(characters: string): string {
  return `(?<!${characters}(?<!\\\\[bfnrt]|%[0-9A-Fa-f]{2}))`;
}
