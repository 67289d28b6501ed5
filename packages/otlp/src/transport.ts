import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { failureText, isRetryableCode, isRetryableStatus, retryAfterMillis } from './retry-rules.js';

const gzipAsync = promisify(gzip);

/** Request headers, or a function that gives them for each request, for tokens that expire. */
export type Headers =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** How to reach one signal's endpoint. */
export interface TransportOptions {
  /** The URL that requests go to, path included. */
  readonly url: string;
  /** They never appear in an error or event. @default {} */
  readonly headers?: Headers;
  /** Milliseconds for one request and its retries together; 0 is no limit. @default 10000 */
  readonly timeoutMillis?: number;
  /** @default 'none' */
  readonly compression?: 'gzip' | 'none';
  /** @default 'OTel-OTLP-Exporter-JavaScript' */
  readonly userAgent?: string;
  /** PEM contents: certificates to trust, the client's certificate chain and its key. */
  readonly tls?: { readonly ca?: Buffer | undefined; readonly cert?: Buffer | undefined; readonly key?: Buffer | undefined };
  /** Milliseconds before the first retry, which grow by half each time up to the maximum. @default { initial: 1000, maximum: 5000 } */
  readonly backoffMillis?: { readonly initial: number; readonly maximum: number };
}

/** What became of a request, retries included. */
export type SendResult =
  | { readonly delivered: true; readonly wireBytes: number; readonly response: Uint8Array }
  | { readonly delivered: false; readonly status: number | undefined; readonly reason: string };

/** Sends encoded requests to one endpoint. */
export interface Transport {
  /**
   * Sends a body, and again while the failure is one that passes. Never rejects.
   *
   * @param onRetry is told why, before each wait for another try
   */
  send(body: Uint8Array, onRetry?: (reason: string) => void): Promise<SendResult>;
  /** Gives up waiting for retries and closes the connections. */
  close(): void;
}

interface Attempt {
  readonly status: number | undefined;
  readonly reason: string;
  readonly retryable: boolean;
  readonly retryAfterMillis: number | undefined;
  readonly response: Uint8Array;
}

const maximumResponseBytes = 64 * 1024;
const maximumRetries = 5;

/**
 * Creates a transport by HTTP(S) with keep-alive. Its sockets and timers never keep an idle process alive, and its requests are marked so
 * that no instrumentation of ours traces them. Retries follow the OTLP specification: 429, 502, 503, 504 and broken connections, with
 * exponential backoff, jitter and `Retry-After`.
 */
export function createTransport(options: TransportOptions): Transport {
  const { timeoutMillis = 10_000, compression = 'none', backoffMillis = { initial: 1_000, maximum: 5_000 } } = options;
  const closing = new AbortController();
  const url = new URL(options.url);
  let agent: Agent | undefined;

  const attempt = async (body: Uint8Array, encoding: string | undefined, limitMillis: number): Promise<Attempt> => {
    const { request, Agent } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
    agent ??= untraced(new Agent({ keepAlive: true, ...options.tls }));
    const headers = typeof options.headers === 'function' ? await options.headers() : options.headers;
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: {
        'user-agent': options.userAgent ?? 'OTel-OTLP-Exporter-JavaScript',
        ...headers,
        'content-type': 'application/x-protobuf',
        'content-length': body.length,
        ...(encoding && { 'content-encoding': encoding }),
      },
    });
    return answerTo(outgoing, body, limitMillis);
  };

  return {
    async send(body, onRetry) {
      const deadline = timeoutMillis === 0 ? Number.POSITIVE_INFINITY : performance.now() + timeoutMillis;
      try {
        const wire = compression === 'gzip' ? await gzipAsync(body) : body;
        for (let retries = 0; ; retries++) {
          const result = await attempt(wire, compression === 'gzip' ? 'gzip' : undefined, deadline - performance.now());
          if (result.reason === '') return { delivered: true, wireBytes: wire.length, response: result.response };
          const delay = result.retryAfterMillis ?? backoff(retries, backoffMillis);
          const givesUp = !result.retryable || retries >= maximumRetries || performance.now() + delay >= deadline || closing.signal.aborted;
          if (!givesUp) onRetry?.(result.reason);
          if (givesUp || !(await pause(delay, closing.signal))) return { delivered: false, status: result.status, reason: result.reason };
        }
      } catch (error) {
        return { delivered: false, status: undefined, reason: failureText(error) };
      }
    },
    close() {
      closing.abort();
      agent?.destroy();
    },
  };
}

function answerTo(request: ClientRequest, body: Uint8Array, limitMillis: number): Promise<Attempt> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void =>
      settle({ status: undefined, reason: failureText(error), retryable: isRetryableCode(error), retryAfterMillis: undefined });
    const settle = (attempt: Omit<Attempt, 'response'>, response: Uint8Array = new Uint8Array()): void => {
      clearTimeout(timer);
      resolve({ ...attempt, response });
    };
    const timer = setTimeout(
      () => {
        settle({ status: undefined, reason: 'no answer within the timeout', retryable: false, retryAfterMillis: undefined });
        request.destroy();
      },
      Math.min(limitMillis, 2 ** 31 - 1),
    );
    timer.unref();
    request.once('socket', (socket) => socket.unref());
    request.once('error', failed);
    request.once('response', (message) => {
      const status = message.statusCode ?? 0;
      const delivered = status >= 200 && status < 300;
      const attempt = {
        status,
        reason: delivered ? '' : `HTTP ${status}`,
        retryable: isRetryableStatus(status),
        retryAfterMillis: retryAfterMillis(message.headers['retry-after']),
      };
      read(message, (response) => settle(attempt, response), failed);
    });
    request.end(body);
  });
}

/** Reads an answer up to the limit; the rest of a longer one is not read. */
function read(message: IncomingMessage, done: (body: Uint8Array) => void, failed: (error: unknown) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maximumResponseBytes) {
      chunks.push(chunk);
      return;
    }
    done(Buffer.concat(chunks));
    message.destroy();
  });
  message.once('end', () => done(Buffer.concat(chunks)));
  message.once('error', failed);
}

function backoff(retries: number, { initial, maximum }: { readonly initial: number; readonly maximum: number }): number {
  return Math.min(maximum, initial * 1.5 ** retries) * (0.8 + Math.random() * 0.4);
}

/** Waits; false when the transport was closed meanwhile. */
function pause(millis: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(!signal.aborted);
    };
    const timer = setTimeout(end, millis);
    timer.unref();
    signal.addEventListener('abort', end);
  });
}

/** Marks an agent so that instrumentations leave its requests alone. */
function untraced(agent: Agent): Agent {
  return Object.assign(agent, { [Symbol.for('telewright.untraced')]: true });
}
