import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Arrivals } from './arrivals.js';
import { type Answer, type ChooseAnswer, failure, ownAnswer, send } from './http/answer.js';
import { type Arrival, readArrival, readHead } from './http/arrival.js';
import { NO_ITEMS } from './http/export-items.js';
import type { ReceivedRequest } from './http/received-request.js';
import type { ReceivedLogRecord } from './received/received-log-record.js';
import type { ReceivedMetric } from './received/received-metric.js';
import type { ReceivedSpan } from './received/received-span.js';
import { type WaitOptions, waitFor } from './wait-for.js';

/** Where the receiver listens and what it takes. */
export interface ReceiverOptions {
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** The longest body that is taken, both as sent and decompressed; a longer one is answered with 413. @default 20971520 (20 MiB) */
  readonly maxBodyBytes?: number;
}

/** An OTLP/HTTP endpoint that keeps what it gets. */
export interface Receiver {
  /** The base endpoint, for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly port: number;
  /** In order of arrival, like the lists below; they grow as requests are answered. */
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLogRecord[];
  /** One entry per metric per export. */
  readonly metrics: readonly ReceivedMetric[];
  /** All requests, the refused ones and those without an answer too. */
  readonly requests: readonly ReceivedRequest[];
  /**
   * Waits until `read` gives something other than undefined, null or false; it is called at once and after each request.
   *
   * @throws Error (rejects) after `timeoutMillis` or when the receiver is closed, with what was waited for and what has arrived;
   *   or whatever `read` throws.
   */
  waitFor<T>(read: (receiver: Receiver) => T | undefined | null | false, options?: WaitOptions): Promise<T>;
  /**
   * Answers every request from now on in this way; undefined returns to normal. Items are stored when, and only when, their request
   * is answered with a status of 200 to 299. What the function throws is answered with 500.
   */
  respondWith(answer: Answer | ChooseAnswer | undefined): void;
  /** Empties the lists and returns to normal answers. */
  reset(): void;
  /** Stops listening, ends all connections, and lets those who still wait know. What has arrived stays readable. */
  close(): Promise<void>;
  /** Does the same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an OTLP/HTTP receiver for all three signals, in protobuf or JSON, with or without gzip.
 *
 * @throws Error (rejects) when the address is in use or not available.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { port = 0, host = '127.0.0.1', maxBodyBytes = 20 * 1024 * 1024 } = options;
  const arrivals = new Arrivals();
  let choose: ChooseAnswer = () => undefined;
  const server = createServer((request, response) => serve(request, response, arrivals, maxBodyBytes, (arrived) => choose(arrived)));
  await listen(server, port, host);
  const { address, port: boundPort } = server.address() as AddressInfo;

  const receiver: Receiver = {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${boundPort}`,
    port: boundPort,
    spans: arrivals.spans,
    logs: arrivals.logs,
    metrics: arrivals.metrics,
    requests: arrivals.requests,
    waitFor: (read, waitOptions = {}) => waitFor(arrivals, () => read(receiver), waitOptions),
    respondWith(answer) {
      choose = typeof answer === 'function' ? answer : () => answer;
    },
    reset() {
      arrivals.clear();
      choose = () => undefined;
    },
    close: () => close(server, arrivals),
    [Symbol.asyncDispose]: () => close(server, arrivals),
  };
  return receiver;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  arrivals: Arrivals,
  maxBodyBytes: number,
  choose: ChooseAnswer,
): Promise<void> {
  let arrival: Arrival;
  try {
    arrival = await readArrival(request, maxBodyBytes);
  } catch (error) {
    const nothing = { wireBytes: 0, bodyBytes: 0, itemCount: 0, status: 0 };
    arrivals.add({ ...readHead(request), ...nothing, refusal: `the body did not end: ${(error as Error).message}` }, NO_ITEMS);
    return;
  }
  const status = await respond(arrival, response, choose);
  arrivals.add({ ...arrival.request, status }, status >= 200 && status < 300 ? arrival.items : NO_ITEMS);
}

async function respond(arrival: Arrival, response: ServerResponse, choose: ChooseAnswer): Promise<number> {
  const { request } = arrival;
  try {
    return await send((await choose(request)) ?? ownAnswer(arrival), request, response);
  } catch (error) {
    return send(failure(request, 500, `respondWith() failed: ${(error as Error).message}`), request, response);
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server, arrivals: Arrivals): Promise<void> {
  return new Promise((resolve) => {
    // An error says that it is closed already.
    server.close(() => resolve());
    server.closeAllConnections();
    arrivals.end();
  });
}
