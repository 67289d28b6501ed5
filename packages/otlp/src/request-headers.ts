import type { Failure } from './export-event.js';
import type { Headers, TransportOptions } from './transport-options.js';

const DEFAULT_USER_AGENT = 'telewright-otlp';

/** Gives the caller's headers of the next attempt; undefined if their function fails. Why it failed may be secret, so it is not told. */
export async function callersHeaders(headers: TransportOptions['headers']): Promise<Headers | undefined> {
  if (typeof headers !== 'function') return headers ?? {};
  try {
    return await headers();
  } catch {
    return undefined;
  }
}

/** Describes that a caller's function for headers failed: a token service that is down, for example, comes back. */
export function headersFailure(url: string): Failure {
  return { reason: 'headers', retryable: true, message: `the headers for ${url} could not be had` };
}

/** Completes the caller's headers with those of OTLP, which the caller can't change. */
export function requestHeaders(callers: Headers, options: TransportOptions, bytes: number): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': options.userAgent ?? DEFAULT_USER_AGENT,
    ...callers,
    'content-type': 'application/x-protobuf',
    'content-length': String(bytes),
  };
  if (options.compression === 'gzip') headers['content-encoding'] = 'gzip';
  return headers;
}
