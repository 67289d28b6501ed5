import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { systemClock } from './clock.js';
import { errorCode } from './error-code.js';

/** The part of an answer's body that is read; what follows is not waited for. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** What came of one HTTP request: an answer, or an error. */
export type AttemptOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Uint8Array }
  | { readonly kind: 'error'; readonly code: string | undefined; readonly staleSocket: boolean };

/** `request` of `node:http` or `node:https`. */
export type RequestFunction = (options: RequestOptions) => ClientRequest;

/** A request's options, and how long connecting may take. */
export interface AttemptOptions extends RequestOptions {
  readonly connectTimeoutMillis: number;
}

/**
 * Sends one request and reads the answer, at most 64 KiB of it. The status decides: an answer that breaks off or never ends after it
 * is as good as one without a body. Never rejects; ends at once when the options' `signal` aborts. When it has ended, the body is not
 * read any more.
 */
export function attemptRequest(request: RequestFunction, options: AttemptOptions, body: Uint8Array): Promise<AttemptOutcome> {
  return new Promise((resolve) => {
    let sent: ClientRequest;
    try {
      sent = request(options);
    } catch (error) {
      resolve({ kind: 'error', code: errorCode(error), staleSocket: false });
      return;
    }
    // An idle process may end although an export is under way; whoever waits for it holds the process.
    sent.on('socket', (socket) => {
      socket.unref();
      if (socket.connecting) boundConnecting(sent, socket, options.connectTimeoutMillis);
    });
    let endAnswer: (() => void) | undefined;
    sent.on('response', (response) => {
      endAnswer = readAnswer(sent, response, resolve);
    });
    sent.on('error', (error) => {
      if (endAnswer) endAnswer();
      else resolve({ kind: 'error', code: errorCode(error), staleSocket: sent.reusedSocket });
    });
    sent.end(body);
  });
}

/** A connection that is being made keeps the process alive even if its socket is unref'd, so it gets a bound of its own. */
function boundConnecting(sent: ClientRequest, socket: Socket, timeoutMillis: number): void {
  const giveUp = (): void => void sent.destroy(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' }));
  const stopTimer = systemClock.startTimer(giveUp, timeoutMillis);
  socket.once('connect', stopTimer);
  sent.once('close', stopTimer);
}

/** Reads an answer to its end, its breaking off or the bound; gives what ends it before. */
function readAnswer(sent: ClientRequest, response: IncomingMessage, resolve: (outcome: AttemptOutcome) => void): () => void {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    // A server may answer early: the rest of our body, and of its own, goes nowhere.
    if (!response.complete || !sent.writableFinished) sent.destroy();
    resolve({ kind: 'answer', status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
  };
  response.on('data', (chunk: Uint8Array) => {
    if (ended) return;
    chunks.push(chunk.subarray(0, MAX_RESPONSE_BYTES - bytes));
    bytes += chunk.length;
    if (bytes > MAX_RESPONSE_BYTES) end();
  });
  response.on('end', end);
  response.on('error', end);
  response.on('close', end);
  return end;
}
