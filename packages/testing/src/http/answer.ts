import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Arrival } from './arrival.js';
import type { ArrivedRequest } from './received-request.js';
import { errorBody, type PartialSuccess, successBody } from './response-body.js';

/** How to answer in place of the receiver's own answer. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  /** Added to the receiver's own, or instead of them. */
  readonly headers?: OutgoingHttpHeaders;
  /** @default a response or an error status as OTLP has it, in the content type of the request */
  readonly body?: string | Uint8Array;
  /** Says in the response that some of the items were rejected. All of them are stored none the less. */
  readonly partialSuccess?: PartialSuccess;
  /** How long to wait before the answer, whatever it is. @default 0 */
  readonly delayMillis?: number;
  /** Resets the connection instead of answering. */
  readonly reset?: boolean;
  /** Never answers and keeps the connection open, until the client or `close()` ends it. */
  readonly hang?: boolean;
}

/** Chooses the answer to a request; undefined leaves it to the receiver. */
export type ChooseAnswer = (request: ArrivedRequest) => Answer | undefined | Promise<Answer | undefined>;

/** Gives the receiver's own answer. */
export function ownAnswer({ request, refusal }: Arrival): Answer {
  if (refusal === undefined) return {};
  const allow = refusal.status === 405 ? { allow: 'POST' } : {};
  return failure(request, refusal.status, refusal.message, allow);
}

/** Gives an answer with an error status and the reason for it. */
export function failure(request: ArrivedRequest, status: number, message: string, headers: OutgoingHttpHeaders = {}): Answer {
  const { contentType, body } = errorBody(request.contentType, status, message);
  return { status, headers: { 'content-type': contentType, ...headers }, body };
}

/** Answers, and tells the status; 0 when the client got no answer. Throws when the answer is no valid HTTP. */
export async function send(answer: Answer, request: ArrivedRequest, response: ServerResponse): Promise<number> {
  if (answer.delayMillis !== undefined) await pause(answer.delayMillis, response);
  if (response.destroyed || answer.hang) return 0;
  if (answer.reset) {
    response.socket?.resetAndDestroy();
    return 0;
  }
  const status = answer.status ?? 200;
  const standard =
    status < 400
      ? successBody(request.contentType, request.signal, answer.partialSuccess)
      : errorBody(request.contentType, status, 'refused on purpose by respondWith()');
  const body = answer.body ?? standard.body;
  // Set one by one, since writeHead() alone would send a name twice that is spelled in another case.
  response.setHeader('content-type', standard.contentType).setHeader('content-length', Buffer.byteLength(body));
  response.writeHead(status, answer.headers);
  response.end(body);
  return status;
}

/** Waits, but no longer than the client does. */
function pause(delayMillis: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const timer = setTimeout(resolve, delayMillis);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
