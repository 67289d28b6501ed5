import type { TlsOptions } from '../transport-options.js';
import type { AnswerHeaders } from './answer-reader.js';

/** Where to connect to, and how. */
export interface ConnectionOptions {
  readonly url: URL;
  readonly tls?: TlsOptions;
  readonly socketPath?: string;
  readonly proxyEnv?: Readonly<Record<string, string>>;
  readonly runRequest?: <T>(make: () => T) => T;
  /** How long connecting may take, which is the only thing that holds an idle process. */
  readonly connectTimeoutMillis: number;
}

/** What came of one HTTP request: an answer, or an error. */
export type AttemptOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: AnswerHeaders; readonly body: Uint8Array }
  | { readonly kind: 'error'; readonly code: string | undefined; readonly staleSocket: boolean };

/** The means to make requests to one server. */
export interface Connection {
  /**
   * Sends one request and reads the answer, at most 64 KiB of it. The status decides: an answer that breaks off or never ends after it
   * is as good as one without a body. Never rejects; ends at once when `signal` aborts.
   */
  attempt(headers: Readonly<Record<string, string>>, body: Uint8Array, signal: AbortSignal): Promise<AttemptOutcome>;
  /** Closes all sockets. */
  close(): void;
}
