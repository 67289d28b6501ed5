/** What the origin of a request says about the server. */
export interface Origin {
  readonly address: string;
  readonly port: number;
  /** Scheme and authority, to be followed by the path. */
  readonly prefix: string;
}

const CACHED_AT_MOST = 256;

const cache = new Map<string, Origin>();

/** Reads an origin; the last different ones are remembered, since a service calls few. */
export function originOf(origin: string | URL): Origin {
  const text = typeof origin === 'string' ? origin : origin.origin;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const url = new URL(text);
  const parsed: Origin = {
    address: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    prefix: url.origin,
  };
  if (cache.size >= CACHED_AT_MOST) cache.clear();
  cache.set(text, parsed);
  return parsed;
}
