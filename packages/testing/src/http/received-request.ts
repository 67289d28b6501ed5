import type { IncomingHttpHeaders } from 'node:http';

/** One of the three signals of OTLP. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** A request whose body has been read, and which is still to be answered. */
export interface ArrivedRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** Undefined when the path belongs to none. */
  readonly signal: Signal | undefined;
  readonly headers: IncomingHttpHeaders;
  /** In lowercase and without parameters. */
  readonly contentType: string | undefined;
  /** In lowercase. */
  readonly contentEncoding: string | undefined;
  /** The body as it was sent. */
  readonly wireBytes: number;
  /** The body when decompressed; 0 when it could not be. */
  readonly bodyBytes: number;
  /** Spans, log records, or data points of metrics. */
  readonly itemCount: number;
  /** Why the receiver refuses the request by itself, if it does. */
  readonly refusal: string | undefined;
}

/** A request and how it ended. */
export interface ReceivedRequest extends ArrivedRequest {
  /** The HTTP status that was answered; 0 when there was no answer, because it was withheld or the client had left. */
  readonly status: number;
}
