import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, statusBody } from './answers.js';
import { logRecordsOf } from './log-records.js';
import { metricsOf } from './metrics.js';
import { decodeProtobuf } from './protobuf.js';
import { HttpError, readBody } from './read-body.js';
import type { ReceivedLogRecord, ReceivedMetric, ReceivedSpan } from './received.js';
import { spansOf } from './spans.js';
import { createWaiters, type WaitOptions } from './waiters.js';
import type { OtlpPayload, Signal } from './wire.js';

/** Options of `startReceiver`. */
export interface ReceiverOptions {
  /** TCP port; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** Bytes of an unpacked body that are accepted at the most. @default 67108864 (64 MiB) */
  readonly maxBodyBytes?: number;
}

/** A request as it arrived, whatever the answer. */
export interface ReceivedRequest {
  readonly signal: Signal;
  readonly headers: Readonly<IncomingMessage['headers']>;
  /** Bytes as sent, before they were unpacked. */
  readonly wireBytes: number;
  readonly bodyBytes: number;
  /** Spans, log records or metrics in it. */
  readonly itemCount: number;
  readonly status: number;
}

/** A running receiver and what it has received, in the order of arrival. */
export interface Receiver {
  /** The base endpoint, for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLogRecord[];
  /** One entry for each metric in each export. */
  readonly metrics: readonly ReceivedMetric[];
  readonly requests: readonly ReceivedRequest[];
  /**
   * Waits until `read` gives something; it is asked at once and after each arrival. Rejects after the timeout (10 s by default) with a
   * message that says what was waited for and what had arrived.
   */
  waitFor<T>(read: (receiver: Receiver) => T | undefined | null | false, options?: WaitOptions): Promise<T>;
  /** Answers requests in another way, for tests of faults; `undefined` accepts them again. */
  respondWith(answer: Answer | ((request: ReceivedRequest) => Answer | undefined) | undefined): void;
  /** Forgets what has been received. */
  reset(): void;
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

interface Items {
  readonly count: number;
  keep(): void;
}

/**
 * Starts an OTLP/HTTP receiver: `/v1/traces`, `/v1/metrics` and `/v1/logs` in protobuf and JSON, plain or gzip, as the OTLP specification
 * 1.x defines them. Everything is kept in memory.
 *
 * @throws when it can't listen
 */
export async function startReceiver({
  port = 0,
  host = '127.0.0.1',
  maxBodyBytes = 64 * 1024 * 1024,
}: ReceiverOptions = {}): Promise<Receiver> {
  const spans: ReceivedSpan[] = [];
  const logs: ReceivedLogRecord[] = [];
  const metrics: ReceivedMetric[] = [];
  const requests: ReceivedRequest[] = [];
  const waiters = createWaiters<Receiver>(
    () => `${spans.length} spans, ${logs.length} log records and ${metrics.length} metrics in ${requests.length} requests`,
  );
  let respond: Answer | ((request: ReceivedRequest) => Answer | undefined) | undefined;

  const collect = <T>(list: T[], items: T[]): Items => ({
    count: items.length,
    keep: () => {
      for (const item of items) list.push(item);
    },
  });
  const decoders: Readonly<Record<Signal, (payload: OtlpPayload) => Items>> = {
    traces: (payload) => collect(spans, spansOf(payload)),
    metrics: (payload) => collect(metrics, metricsOf(payload)),
    logs: (payload) => collect(logs, logRecordsOf(payload)),
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const signal = signalOf(request);
    const json = isJson(request);
    const { wireBytes, body } = await readBody(request, maxBodyBytes);
    const items = decode(() => decoders[signal](json ? JSON.parse(body.toString()) : decodeProtobuf(signal, body)));
    const received = { signal, headers: request.headers, wireBytes, bodyBytes: body.length, itemCount: items.count };
    const answer = (typeof respond === 'function' ? respond({ ...received, status: 200 }) : respond) ?? {};
    const status = answer.hang || answer.reset ? 0 : (answer.status ?? 200);
    requests.push({ ...received, status });
    if (status >= 200 && status < 300) items.keep();
    waiters.check(receiver);
    if (answer.hang) return;
    if (answer.delayMillis) await new Promise((resolve) => setTimeout(resolve, answer.delayMillis));
    if (answer.reset) request.socket.destroy();
    else send(response, status, json, answer);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      const status = error instanceof HttpError ? error.status : 400;
      // The rest of a body that is not read would be taken for the next request.
      send(response, status, isJsonText(request), {
        headers: { connection: 'close' },
        body: statusBody(isJsonText(request), error.message),
      });
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));

  const receiver: Receiver = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    spans,
    logs,
    metrics,
    requests,
    waitFor: (read, options) => waiters.add(receiver, read, options),
    respondWith(answer) {
      respond = answer;
    },
    reset() {
      for (const list of [spans, logs, metrics, requests]) list.length = 0;
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
  return receiver;
}

function signalOf(request: IncomingMessage): Signal {
  const path = (request.url ?? '').split('?')[0];
  const signal = (['traces', 'metrics', 'logs'] as const).find((name) => path === `/v1/${name}`);
  if (!signal) throw new HttpError(404, `there is nothing at ${path}: expected /v1/traces, /v1/metrics or /v1/logs`);
  if (request.method !== 'POST') throw new HttpError(405, `${request.method} is not allowed, POST is`);
  return signal;
}

function isJson(request: IncomingMessage): boolean {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return true;
  if (type === 'application/x-protobuf') return false;
  throw new HttpError(415, `content-type ${type || '(none)'} is not supported, application/x-protobuf and application/json are`);
}

function isJsonText(request: IncomingMessage): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/json');
}

function decode(read: () => Items): Items {
  try {
    return read();
  } catch (error) {
    throw new HttpError(400, `the body is malformed: ${(error as Error).message}`);
  }
}

function send(response: ServerResponse, status: number, json: boolean, { headers, body = json ? '{}' : '' }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': json ? 'application/json' : 'application/x-protobuf', ...headers });
  response.end(body);
}
