import type { IncomingHttpHeaders } from 'node:http';
import { parseAuthority } from './authority.js';

/** The schemes a proxy can speak of; anything else would become a series of its own in the metrics. */
const SCHEMES: readonly (string | undefined)[] = ['http', 'https', 'ws', 'wss'];

/** Longer than any address, and than the names that RFC 7239 allows in its place. */
const LONGEST_ADDRESS = 64;

/** What the first proxy said about the original request. */
export interface Forwarded {
  readonly clientAddress: string | undefined;
  readonly host: string | undefined;
  readonly scheme: string | undefined;
}

/** Reads `Forwarded` (RFC 7239), else the `X-Forwarded-*` headers; of a list, what the proxy next to the client said. */
export function readForwarded(headers: IncomingHttpHeaders): Forwarded {
  const standard = headers.forwarded;
  if (standard !== undefined) {
    return {
      clientAddress: addressOf(parameter(standard, 'for')),
      host: parameter(standard, 'host'),
      scheme: schemeOf(parameter(standard, 'proto')),
    };
  }
  return {
    clientAddress: addressOf(first(headers['x-forwarded-for'])),
    host: first(headers['x-forwarded-host']),
    scheme: schemeOf(first(headers['x-forwarded-proto'])),
  };
}

function first(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.split(',', 1)[0]?.trim() || undefined;
}

function parameter(header: string, name: string): string | undefined {
  for (const pair of header.split(',', 1)[0]?.split(';') ?? []) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim().toLowerCase() === name) return value?.trim().replace(/^"(.*)"$/, '$1') || undefined;
  }
  return undefined;
}

/** An IPv6 address without brackets has colons of its own and can't carry a port. */
function addressOf(node: string | undefined): string | undefined {
  if (node === undefined) return undefined;
  const address = parseAuthority(node)?.address ?? node;
  return address.length > LONGEST_ADDRESS ? undefined : address;
}

function schemeOf(text: string | undefined): string | undefined {
  const scheme = text?.toLowerCase();
  return SCHEMES.includes(scheme) ? scheme : undefined;
}
