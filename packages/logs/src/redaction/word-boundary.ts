/**
 * Gives the source of an assertion: what comes doesn't go on a run of such characters. The `n` of an escaped line break, as in JSON that is
 * in a text, belongs to no run.
 */
export function boundary(characters: string): string {
  return `(?<!${characters}(?<!\\\\[bfnrt]))`;
}
