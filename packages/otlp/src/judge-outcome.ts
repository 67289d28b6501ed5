import { decodePartialSuccess, decodeStatusMessage, type PartialSuccess } from './decode-response.js';
import type { Abortion } from './delivery.js';
import type { Failure, FailureReason } from './export-event.js';
import type { AttemptOutcome } from './http/connection.js';
import { redact } from './redact.js';
import { isRetryableCode, isRetryableStatus, parseRetryAfter } from './retry-policy.js';

/** What an attempt means: taken, perhaps in part, or not. */
export type Verdict =
  | { readonly taken: true; readonly partial: PartialSuccess | undefined }
  | { readonly taken: false; readonly failure: Failure };

/** What a verdict's message is made of. */
export interface VerdictContext {
  /** The URL as it may be shown. */
  readonly url: string;
  /** Texts that must not be shown. */
  readonly secrets: readonly string[];
  readonly wallTime: number;
}

const HEADER_CODES: ReadonlySet<string> = new Set(['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_HTTP_INVALID_HEADER_VALUE']);

/** Says what an attempt's outcome means; `abortion` is why it was cut off, if it was. */
export function judgeOutcome(outcome: AttemptOutcome, abortion: Abortion | undefined, context: VerdictContext): Verdict {
  if (outcome.kind === 'answer') return judgeAnswer(outcome, context);
  return { taken: false, failure: abortion ? abortedFailure(abortion, context.url) : errorFailure(outcome.code, context.url) };
}

/** Describes a delivery that was cut off. */
export function abortedFailure(reason: Abortion, url: string): Failure {
  const message = reason === 'timeout' ? `${url} did not answer in time` : `export to ${url} was cut off by shutdown`;
  return { reason, retryable: true, message };
}

function errorFailure(code: string | undefined, url: string): Failure {
  const known = code === undefined ? {} : { code };
  const why = code ?? 'unknown error';
  if (code?.startsWith('HPE_'))
    return { reason: 'response', ...known, retryable: false, message: `${url} did not answer in HTTP/1.1: ${why}` };
  const reason: FailureReason = code !== undefined && HEADER_CODES.has(code) ? 'headers' : 'connection';
  const message = reason === 'headers' ? `a header for ${url} has an invalid name or value` : `no connection to ${url}: ${why}`;
  return { reason, ...known, retryable: isRetryableCode(code), message };
}

function judgeAnswer(answer: Extract<AttemptOutcome, { kind: 'answer' }>, { url, secrets, wallTime }: VerdictContext): Verdict {
  const { status, headers, body } = answer;
  const isProtobuf = headers['content-type'] === undefined || headers['content-type'].includes('protobuf');
  if (status >= 200 && status < 300) {
    const partial = isProtobuf ? decodePartialSuccess(body) : undefined;
    return { taken: true, partial: partial && { ...partial, message: redact(partial.message, secrets) } };
  }
  const said = redact(isProtobuf ? decodeStatusMessage(body) : Buffer.from(body).toString('utf8', 0, 1024), secrets);
  const redirected = status >= 300 && status < 400 ? ' (redirects are not followed)' : '';
  const retryable = isRetryableStatus(status);
  const retryAfterMillis = retryable ? parseRetryAfter(headers['retry-after'], wallTime) : undefined;
  const failure: Failure = {
    reason: 'status',
    status,
    retryable,
    ...(retryAfterMillis === undefined ? {} : { retryAfterMillis }),
    message: `${url} answered ${status}${redirected}${said && `: ${said}`}`,
  };
  return { taken: false, failure };
}
