import type { Agent, AgentOptions, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { systemClock } from '../clock.js';
import { errorCode } from '../error-code.js';
import { type AnswerHeaders, MAX_BODY_LENGTH } from './answer-reader.js';
import type { AttemptOutcome, Connection, ConnectionOptions } from './connection.js';

/** Instrumentations leave requests alone whose agent carries this: telemetry about sending telemetry would never end. */
const UNTRACED = Symbol.for('telewright.untraced');

/** Connects by Node's own client, which knows proxies. */
export class AgentConnection implements Connection {
  readonly #agent: Agent;
  readonly #request: (options: RequestOptions) => ClientRequest;
  readonly #options: RequestOptions;
  readonly #connectTimeoutMillis: number;

  constructor({ url, tls, socketPath, proxyEnv = {}, runRequest, connectTimeoutMillis }: ConnectionOptions) {
    // Not by import(): the namespace of node:http reads every export, and one of them loads undici, which takes 10 ms.
    const client = url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
    const options = { keepAlive: true, scheduling: 'lifo', ...tls, proxyEnv } as AgentOptions;
    this.#agent = Object.assign(new client.Agent(options), { [UNTRACED]: true });
    this.#options = { ...urlToHttpOptions(url), method: 'POST', agent: this.#agent, ...(socketPath && { socketPath }) };
    this.#request = runRequest ? (options) => runRequest(() => client.request(options)) : client.request;
    this.#connectTimeoutMillis = connectTimeoutMillis;
  }

  attempt(headers: Readonly<Record<string, string>>, body: Uint8Array, signal: AbortSignal): Promise<AttemptOutcome> {
    return new Promise((resolve) => {
      let sent: ClientRequest;
      try {
        sent = this.#request({ ...this.#options, headers, signal });
      } catch (error) {
        resolve({ kind: 'error', code: errorCode(error), staleSocket: false });
        return;
      }
      // An idle process may end although an export is under way; whoever waits for it holds the process.
      sent.on('socket', (socket) => {
        socket.unref();
        if (socket.connecting) boundConnecting(sent, socket, this.#connectTimeoutMillis);
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

  close(): void {
    this.#agent.destroy();
  }
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
    // Those that are lists are of no use here.
    const headers = response.headers as AnswerHeaders;
    resolve({ kind: 'answer', status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
  };
  response.on('data', (chunk: Uint8Array) => {
    if (ended) return;
    chunks.push(chunk.subarray(0, MAX_BODY_LENGTH - bytes));
    bytes += chunk.length;
    if (bytes > MAX_BODY_LENGTH) end();
  });
  response.on('end', end);
  response.on('error', end);
  response.on('close', end);
  return end;
}
