/** Statuses that the OTLP specification calls retryable. */
const statuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Codes of connection errors that pass. */
const codes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
]);

/** Whether a request that was answered with this status may be sent again. */
export function isRetryableStatus(status: number): boolean {
  return statuses.has(status);
}

/** Whether a request that failed with this error may be sent again. */
export function isRetryableCode(error: unknown): boolean {
  return codes.has(codeOf(error));
}

/** Gives the milliseconds that a `Retry-After` header asks to wait: it holds seconds or a date. */
export function retryAfterMillis(header: string | undefined, now: number = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Says why a request failed by the error's code; messages can hold addresses and credentials. */
export function failureText(error: unknown): string {
  const code = codeOf(error);
  const texts: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection reset',
    ENOTFOUND: 'host not found',
    EAI_AGAIN: 'host look-up failed',
    ETIMEDOUT: 'connection timed out',
    EHOSTUNREACH: 'host not reachable',
    ENETUNREACH: 'network not reachable',
  };
  const text = texts[code];
  return text ? `${text} (${code})` : code || 'unexpected error';
}

/** A host with several addresses fails with an AggregateError, whose code is that of its parts. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : '';
}
