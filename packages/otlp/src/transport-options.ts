import type { Clock } from './clock.js';
import type { ExportEvent, Failure, Signal } from './export-event.js';
import type { RetryPolicy } from './retry-policy.js';

/** Header names and values. Values never appear in an event, an error or a message. */
export type Headers = Readonly<Record<string, string>>;

/** Certificates in PEM form. */
export interface TlsOptions {
  /** Authorities to trust instead of the well-known ones. */
  readonly ca?: string | Uint8Array;
  /** The client's certificate, for mutual TLS. */
  readonly cert?: string | Uint8Array;
  /** The client's private key. */
  readonly key?: string | Uint8Array;
}

/** Where and how one signal is sent. */
export interface TransportOptions {
  /** The signal's full `http:` or `https:` URL, such as `http://localhost:4318/v1/traces`. User info in it is sent as basic authentication. */
  readonly url: string;
  readonly signal: Signal;
  /** Headers of each request, or a function that gives them before each attempt, such as for tokens that expire. */
  readonly headers?: Headers | (() => Headers | Promise<Headers>);
  /** Milliseconds for one `send` with all its retries; 0 is no limit. @default 10000 */
  readonly timeoutMillis?: number;
  /** Milliseconds for making one connection, which is the only thing that holds an idle process. @default 2000 */
  readonly connectTimeoutMillis?: number;
  /** @default 'none' */
  readonly compression?: 'gzip' | 'none';
  /** The whole `User-Agent`. @default 'telewright-otlp' */
  readonly userAgent?: string;
  readonly tls?: TlsOptions;
  /** A unix socket or named pipe to connect to instead of the URL's host. */
  readonly socketPath?: string;
  /** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, as Node's `Agent` takes them; without effect before Node 24.5 (22.21). */
  readonly proxyEnv?: Readonly<Record<string, string>>;
  /** Calls the function that makes a request, for instance in a context in which nothing is traced. @default calls it as it is */
  readonly runRequest?: <T>(make: () => T) => T;
  /** Parts of the retry policy that differ from the default. */
  readonly retry?: Partial<RetryPolicy>;
  /** Is told what happens; what it throws is ignored. */
  readonly onEvent?: (event: ExportEvent) => void;
  /** The time. @default the real one */
  readonly clock?: Clock;
  /** Gives a number from 0 up to 1, for the jitter. @default Math.random */
  readonly random?: () => number;
}

/** What came of a `send`. */
export type SendResult =
  | {
      readonly outcome: 'delivered';
      /** Bytes of the body on the wire. */
      readonly bytes: number;
      /** Items that the server did not take. */
      readonly rejected: number;
      /** What the server said about items that it did not take, or a warning; absent if it said nothing. */
      readonly message?: string;
    }
  /** Answered with 413: the caller should send two halves. */
  | ({ readonly outcome: 'too_large' } & Failure)
  | ({ readonly outcome: 'failed' } & Failure);

/** Sends encoded requests of one signal to one place. */
export interface Transport {
  /**
   * Sends a request, again where that may help, within the timeout. The body must not change until the promise resolves, which it
   * always does. `items` is how many spans, records or points it has, for the events.
   */
  send(body: Uint8Array, items: number): Promise<SendResult>;
  /** Keeps the process alive until what is under way now has ended. */
  flush(): Promise<void>;
  /**
   * Takes nothing more, retries nothing more, keeps the process alive for requests under way, and closes all sockets: at the latest
   * after `timeoutMillis`, by default 2000. Later calls wait for the first.
   */
  shutdown(options?: { readonly timeoutMillis?: number }): Promise<void>;
}
