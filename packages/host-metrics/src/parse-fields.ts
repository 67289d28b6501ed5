/** Reads a whole decimal number as the kernel writes it; undefined for anything else. */
export function parseNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Reads the fields from `start` on as numbers; undefined when one of the first `count` is missing or is no number. */
export function parseNumbers(fields: readonly string[], start: number, count: number): number[] | undefined {
  const numbers: number[] = [];
  for (let index = start; index < start + count; index++) {
    const value = parseNumber(fields[index]);
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  return numbers;
}

/** Splits a line at its white space. */
export function splitFields(line: string): string[] {
  return line.trim().split(/\s+/);
}

/** Undoes the octal escapes (`\040` for a space) in the paths of `mountinfo` and `swaps`. */
export function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** Reads a file of `name value` lines, as `vmstat` and those of cgroups are. */
export function parsePairs(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [name = '', value] = splitFields(line);
    const number = parseNumber(value);
    if (number !== undefined) pairs.set(name.replace(/:$/, ''), number);
  }
  return pairs;
}
