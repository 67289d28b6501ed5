/** What a parser makes of a text: a value, or what it expected instead. */
export type Parsed<T> =
  | {
      readonly value: T;
      /** Entries of a list that have no meaning: they are told and left out, the others hold. */
      readonly unknown?: { readonly entries: readonly string[]; readonly expected: string };
    }
  | { readonly expected: string };

export type Parser<T> = (text: string) => Parsed<T>;

/** Parses `true` or `false` in any case, as the specification defines a boolean variable. */
export const boolean: Parser<boolean> = (text) => {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? { value: lower === 'true' } : { expected: 'true or false' };
};

/** Parses a whole number within bounds. */
export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): Parser<number> {
  const expected = maximum === Number.MAX_SAFE_INTEGER ? `a whole number >= ${minimum}` : `a whole number from ${minimum} to ${maximum}`;
  return (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= minimum && value <= maximum ? { value } : { expected };
  };
}

/** Parses a number from 0 to 1. */
export const ratio: Parser<number> = (text) => {
  const value = Number(text);
  return value >= 0 && value <= 1 ? { value } : { expected: 'a number from 0 to 1' };
};

/** Parses a number above 0. */
export const positive: Parser<number> = (text) => {
  const value = Number(text);
  return value > 0 && value < Number.POSITIVE_INFINITY ? { value } : { expected: 'a number above 0' };
};

/** Parses one of several names, in any case. */
export function oneOf<T extends string>(...names: readonly T[]): Parser<T> {
  return (text) => {
    const value = names.find((name) => name === text.toLowerCase());
    return value === undefined ? { expected: `one of ${names.join(', ')}` } : { value };
  };
}

/** Parses a comma-separated list; blank entries and duplicates are left out. */
export const list: Parser<readonly string[]> = (text) => ({ value: [...new Set(entries(text))] });

/** Parses a comma-separated list that is bounded, because each of its entries costs something each time. */
export function listUpTo(maximum: number): Parser<readonly string[]> {
  return (text) => {
    const value = [...new Set(entries(text))];
    const usable = value.length <= maximum && value.every((entry) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(entry));
    return usable ? { value } : { expected: `at most ${maximum} names, separated by commas` };
  };
}

/** Parses a comma-separated list; `none` is the empty one, where the default is not. */
export const listOrNone: Parser<readonly string[]> = (text) => (text.trim().toLowerCase() === 'none' ? { value: [] } : list(text));

/** Parses a comma-separated list of known names, in any case, without duplicates. */
export function listOf<T extends string>(...names: readonly T[]): Parser<readonly T[]> {
  const one = oneOf(...names);
  return (text) => {
    const values = new Set<T>();
    for (const entry of entries(text)) {
      const parsed = one(entry);
      if ('expected' in parsed) return { expected: `a comma-separated list of ${names.join(', ')}` };
      values.add(parsed.value);
    }
    return { value: [...values] };
  };
}

/** Parses a comma-separated list of names, of which some go by a second name, in any case; an unknown one is left out. */
export function knownOf<T extends string>(names: readonly T[], aliases: Readonly<Record<string, T>> = {}): Parser<readonly T[]> {
  const expected = `a comma-separated list of ${[...names, ...Object.keys(aliases)].join(', ')}`;
  const known = new Map<string, T>([...names.map((name): [string, T] => [name, name]), ...Object.entries(aliases)]);
  return (text) => {
    const given = [...new Set(entries(text))];
    const value = given.flatMap((entry) => known.get(entry.toLowerCase()) ?? []);
    const unknown = given.filter((entry) => !known.has(entry.toLowerCase()));
    if (value.length === 0) return { expected };
    return unknown.length === 0 ? { value } : { value, unknown: { entries: unknown, expected } };
  };
}

/** Parses an absolute http or https URL. */
export const url: Parser<string> = (text) => {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? { value: parsed.href } : { expected: 'a URL that starts with http:// or https://' };
};

/** Parses `key=value` pairs in the W3C Baggage format, in which values are percent-encoded. */
export const headers: Parser<Readonly<Record<string, string>>> = (text) => {
  const value: Record<string, string> = {};
  for (const entry of entries(text)) {
    const pair = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*([^;]*)/.exec(entry);
    const decoded = pair ? decodePercent((pair[2] as string).trim()) : undefined;
    if (!pair || decoded === undefined || /[^\t\x20-\x7e\x80-\xff]/.test(decoded))
      return { expected: 'key=value pairs, separated by commas and percent-encoded' };
    value[(pair[1] as string).toLowerCase()] = decoded;
  }
  return { value };
};

/** Takes any text. */
export const text: Parser<string> = (value) => ({ value });

function entries(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function decodePercent(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined; // a malformed escape: the caller reports the whole variable
  }
}
