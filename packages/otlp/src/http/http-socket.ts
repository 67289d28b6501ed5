import type { Socket } from 'node:net';
import { systemClock } from '../clock.js';
import { errorCode } from '../error-code.js';
import { AnswerReader } from './answer-reader.js';
import type { AttemptOutcome } from './connection.js';

/** Makes a socket that begins to connect, and says of what it reads how many bytes of the buffer it is. */
export type Connect = (onread: { readonly buffer: Uint8Array; callback(bytes: number): boolean }) => Socket;

/** Answers are short; a longer one comes in parts. */
const READ_BYTES = 4096;
/** A server may close an idle connection this much earlier than it says: its word and our request have a way to go. */
const EARLIER_MILLIS = 1000;

/** A request that waits for its answer. */
interface Exchange {
  readonly reader: AnswerReader;
  settle(outcome: AttemptOutcome): void;
}

/**
 * A socket to a server of HTTP/1.1, for one request after another.
 *
 * Not by Node's own client: its objects would be one kind too many for V8 in the functions of `node:events`, `node:stream` and `node:http`
 * that serve the host's requests (measured with express and pino: 1 to 2 us of 40 for each request).
 */
export class HttpSocket {
  readonly #socket: Socket;
  readonly #buffer = Buffer.alloc(READ_BYTES);
  #exchange: Exchange | undefined;
  #errorCode: string | undefined;
  #isUsed = false;
  /** Until when the server keeps the connection while it is idle. */
  #idleEnd = Number.POSITIVE_INFINITY;

  /** Throws what `connect` throws. */
  constructor(connect: Connect, connectTimeoutMillis: number, onClose: () => unknown) {
    const socket = connect({ buffer: this.#buffer, callback: (bytes) => this.#read(bytes) });
    this.#socket = socket;
    // An idle process may end although an export is under way; whoever waits for it holds the process.
    socket.unref();
    // A connection that is being made holds it all the same, so it gets a bound of its own.
    const stopTimer = systemClock.startTimer(() => {
      this.#errorCode = 'ETIMEDOUT';
      socket.destroy();
    }, connectTimeoutMillis);
    socket.once('connect', stopTimer);
    socket.on('error', (error) => {
      this.#errorCode ??= errorCode(error);
    });
    socket.on('close', () => {
      stopTimer();
      onClose();
      this.#settle();
    });
  }

  /** Whether the server still waits for a request. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && systemClock.now() < this.#idleEnd;
  }

  /** Sends a request; nothing else may be under way. Never rejects. */
  send(head: string, body: Uint8Array, signal: AbortSignal): Promise<AttemptOutcome> {
    const abort = (): void => this.destroy();
    const sent = new Promise<AttemptOutcome>((resolve) => {
      const settle = (outcome: AttemptOutcome): void => {
        signal.removeEventListener('abort', abort);
        resolve(outcome);
      };
      this.#exchange = { reader: new AnswerReader(), settle };
    });
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body);
    this.#socket.uncork();
    return sent;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(bytes: number): boolean {
    const reader = this.#exchange?.reader;
    reader?.take(this.#buffer.toString('latin1', 0, bytes));
    // Where nobody has asked, the server does not speak HTTP/1.1.
    if (!reader) this.destroy();
    else if (reader.ended) {
      // A server may answer early: the rest of our body, and of its own, goes nowhere.
      if (!reader.isReusable || this.#socket.writableLength > 0) this.destroy();
      const [, seconds] = /timeout=(\d+)/i.exec(reader.headers['keep-alive'] ?? '') ?? [];
      if (seconds !== undefined) this.#idleEnd = systemClock.now() + Number(seconds) * 1000 - EARLIER_MILLIS;
      this.#settle();
    }
    return true;
  }

  #settle(): void {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = undefined;
    const { status, headers, body, errorCode } = exchange.reader;
    const staleSocket = this.#isUsed && errorCode === undefined;
    this.#isUsed = true;
    if (status > 0) exchange.settle({ kind: 'answer', status, headers, body });
    // As Node calls it where a server closes without an answer.
    else exchange.settle({ kind: 'error', code: errorCode ?? this.#errorCode ?? 'ECONNRESET', staleSocket });
  }
}
