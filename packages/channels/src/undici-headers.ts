import type { HeaderValue } from './captured-headers.js';

/** Headers as undici tells them: names and values in turn, as text or bytes, or an object. */
export type UndiciHeaders = readonly (string | Buffer | string[])[] | Readonly<Record<string, string | string[] | undefined>>;

/** Reads a header by its name in lower case, with all its values. */
export function readHeader(headers: UndiciHeaders, name: string): HeaderValue {
  if (!isPairs(headers)) return headers[name];
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1];
    if (String(headers[i]).toLowerCase() !== name || value === undefined) continue;
    if (Array.isArray(value)) values.push(...value);
    else values.push(String(value));
  }
  return values.length === 0 ? undefined : values;
}

function isPairs(headers: UndiciHeaders): headers is readonly (string | Buffer | string[])[] {
  return Array.isArray(headers);
}
