import { type Clock, systemClock } from './clock.js';
import { Delivery } from './delivery.js';
import { emitEvent } from './emit-event.js';
import { errorCode } from './error-code.js';
import type { Failure } from './export-event.js';
import { holdProcess } from './hold-process.js';
import type { Connection } from './http/connection.js';
import { openConnection } from './http/open-connection.js';
import { abortedFailure, judgeOutcome, type Verdict } from './judge-outcome.js';
import { displayUrl, secretsOf } from './redact.js';
import { callersHeaders, headersFailure, requestHeaders } from './request-headers.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy, retryDelayMillis } from './retry-policy.js';
import type { SendResult, Transport, TransportOptions } from './transport-options.js';

const DEFAULT_TIMEOUT_MILLIS = 10_000;
const DEFAULT_CONNECT_TIMEOUT_MILLIS = 2000;
const DEFAULT_SHUTDOWN_MILLIS = 2000;

/**
 * Makes a transport that POSTs encoded requests by HTTP/1.1; nothing is loaded or connected before the first `send`.
 *
 * @throws TypeError if the URL is not a valid one of `http:` or `https:`
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export function createTransport(options: TransportOptions): Transport {
  return new HttpTransport(options);
}

class HttpTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #url: URL;
  readonly #shownUrl: string;
  readonly #clock: Clock;
  readonly #policy: RetryPolicy;
  readonly #underWay = new Map<Delivery, Promise<SendResult>>();
  #connection: Connection | undefined;
  #shutdown: Promise<void> | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#url = parseUrl(options.url);
    this.#shownUrl = displayUrl(this.#url);
    this.#clock = options.clock ?? systemClock;
    this.#policy = { ...DEFAULT_RETRY_POLICY, ...options.retry };
  }

  async send(body: Uint8Array, items: number): Promise<SendResult> {
    if (this.#shutdown) return this.#fail(abortedFailure('shutdown', this.#shownUrl), items);
    const delivery = new Delivery(this.#clock, this.#options.timeoutMillis ?? DEFAULT_TIMEOUT_MILLIS);
    const sending = this.#deliver(delivery, body, items).catch((error: unknown) => this.#fail(internalFailure(error), items));
    this.#underWay.set(delivery, sending);
    try {
      return await sending;
    } finally {
      this.#underWay.delete(delivery);
      delivery.end();
    }
  }

  async flush(): Promise<void> {
    if (this.#underWay.size > 0) await holdProcess(Promise.all(this.#underWay.values()));
  }

  shutdown({ timeoutMillis = DEFAULT_SHUTDOWN_MILLIS }: { readonly timeoutMillis?: number } = {}): Promise<void> {
    this.#shutdown ??= this.#close(timeoutMillis);
    return this.#shutdown;
  }

  async #close(timeoutMillis: number): Promise<void> {
    const stopTimer = this.#clock.startTimer(() => {
      for (const delivery of this.#underWay.keys()) delivery.abort('shutdown');
    }, timeoutMillis);
    for (const delivery of this.#underWay.keys()) delivery.wake();
    await this.flush();
    stopTimer();
    this.#connection?.close();
  }

  async #deliver(delivery: Delivery, body: Uint8Array, items: number): Promise<SendResult> {
    const wire = this.#options.compression === 'gzip' ? await compress(body) : body;
    for (let retry = 0; ; retry++) {
      const verdict = await this.#attempt(delivery, wire);
      if (verdict.taken) return this.#succeed(verdict, items, wire.length, body.length);
      const { failure } = verdict;
      if (failure.status === 413) return { outcome: 'too_large', ...failure };
      const delayMillis = retryDelayMillis(this.#policy, retry, this.#options.random ?? Math.random, failure.retryAfterMillis);
      const mayRetry = failure.retryable && retry < this.#policy.maxRetries && delayMillis < delivery.remainingMillis;
      if (!mayRetry || this.#isEnding(delivery)) return this.#fail(failure, items);
      emitEvent(this.#options.onEvent, {
        type: 'retrying',
        signal: this.#options.signal,
        items,
        retry: retry + 1,
        delayMillis,
        ...failure,
      });
      await delivery.sleep(delayMillis);
      if (this.#isEnding(delivery)) return this.#fail(failure, items);
    }
  }

  #isEnding(delivery: Delivery): boolean {
    return this.#shutdown !== undefined || delivery.abortion !== undefined;
  }

  async #attempt(delivery: Delivery, wire: Uint8Array): Promise<Verdict> {
    const callers = await Promise.race([callersHeaders(this.#options.headers), delivery.aborted]);
    if (delivery.abortion) return { taken: false, failure: abortedFailure(delivery.abortion, this.#shownUrl) };
    if (!callers) return { taken: false, failure: headersFailure(this.#shownUrl) };
    const headers = requestHeaders(callers, this.#options, wire.length);
    const connection = this.#openConnection();
    let outcome = await connection.attempt(headers, wire, delivery.signal);
    // The server closed an idle socket just when it was used again: nothing is wrong with the server.
    if (outcome.kind === 'error' && outcome.staleSocket && !delivery.abortion)
      outcome = await connection.attempt(headers, wire, delivery.signal);
    const secrets = secretsOf(this.#url, Object.values(callers));
    return judgeOutcome(outcome, delivery.abortion, { url: this.#shownUrl, secrets, wallTime: this.#clock.wallTime() });
  }

  #openConnection(): Connection {
    const { connectTimeoutMillis = DEFAULT_CONNECT_TIMEOUT_MILLIS } = this.#options;
    this.#connection ??= openConnection({ ...this.#options, url: this.#url, connectTimeoutMillis });
    return this.#connection;
  }

  #succeed({ partial }: Extract<Verdict, { taken: true }>, items: number, bytes: number, bodyBytes: number): SendResult {
    const { onEvent, signal } = this.#options;
    const rejected = Math.min(partial?.rejected ?? 0, items);
    if (partial) emitEvent(onEvent, { type: 'partial_success', signal, rejected, message: partial.message });
    emitEvent(onEvent, { type: 'delivered', signal, items: items - rejected, bytes, bodyBytes });
    return { outcome: 'delivered', bytes, rejected, ...(partial && { message: partial.message }) };
  }

  #fail(failure: Failure, items: number): SendResult {
    emitEvent(this.#options.onEvent, { type: 'failed', signal: this.#options.signal, items, ...failure });
    return { outcome: 'failed', ...failure };
  }
}

function parseUrl(text: string): URL {
  // The text may have a password, so that it is not shown.
  if (!URL.canParse(text)) throw new TypeError('the OTLP endpoint is not a URL');
  const url = new URL(text);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new TypeError(`the OTLP endpoint has to be an http: or https: URL, not ${url.protocol}`);
}

/** Measured with batches of a service: a half of the time of zlib's own default, 6, for 4 % more bytes. */
const GZIP = { level: 3 };

async function compress(body: Uint8Array): Promise<Uint8Array> {
  const { gzip } = process.getBuiltinModule('node:zlib');
  return new Promise((resolve, reject) => gzip(body, GZIP, (error, compressed) => (error ? reject(error) : resolve(compressed))));
}

function internalFailure(error: unknown): Failure {
  const code = errorCode(error);
  const why = code ?? (error instanceof Error ? error.name : typeof error);
  return { reason: 'internal', ...(code && { code }), retryable: false, message: `the export could not be prepared: ${why}` };
}
