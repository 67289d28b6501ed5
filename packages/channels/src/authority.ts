/** A host and, where it is given, a port. */
export interface Authority {
  readonly address: string;
  readonly port: number | undefined;
}

const AUTHORITY = /^(?:\[([^\]]+)\]|([^\s:@/]+))(?::(\d{1,5}))?$/;
const CACHED_AT_MOST = 256;

const cache = new Map<string, Authority>();

/** Reads a `Host` header or the authority of a URL; `undefined` when it is malformed. The last different ones are remembered. */
export function parseAuthority(text: string): Authority | undefined {
  // No name is longer (RFC 1035), and a port has five digits.
  if (text.length > 260) return undefined;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const [, ipv6, name, port] = AUTHORITY.exec(text) ?? [];
  const address = ipv6 ?? name;
  if (address === undefined) return undefined;
  const parsed = { address, port: port === undefined ? undefined : Number(port) };
  // The text comes from the network: the number of different ones may not decide how much is kept.
  if (cache.size >= CACHED_AT_MOST) cache.clear();
  cache.set(text, parsed);
  return parsed;
}
