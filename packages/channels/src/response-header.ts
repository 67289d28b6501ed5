import type { ServerResponse } from 'node:http';
import type { HeaderValue } from './captured-headers.js';

/**
 * Reads a header of a response that was sent, by its name in lower case. `getHeader` does not know headers that were only given to
 * `writeHead`, as fastify gives all of them; they are nowhere but in the text that Node keeps in `_header`.
 */
export function readResponseHeader(response: ServerResponse, name: string): HeaderValue {
  const known = response.getHeader(name);
  if (known !== undefined) return known;
  const { _header: sent } = response as { readonly _header?: unknown };
  if (typeof sent !== 'string') return undefined;
  const prefix = `${name}:`;
  const lines = sent.split('\r\n').filter((line) => line.slice(0, prefix.length).toLowerCase() === prefix);
  return lines.length === 0 ? undefined : lines.map((line) => line.slice(prefix.length).trim());
}
