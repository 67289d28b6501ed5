import type { NetConnectOpts } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import { errorCode } from '../error-code.js';
import { FIELD_NAME } from './answer-reader.js';
import type { AttemptOutcome, Connection, ConnectionOptions } from './connection.js';
import { type Connect, HttpSocket } from './http-socket.js';

const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Fields about the connection and the ends of messages, which are not the caller's. */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade']);

/** Connects to the server itself; sockets are kept and used again. */
export class DirectConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #connect: Connect;
  readonly #requestLine: string;
  readonly #ownFields: Readonly<Record<string, string>>;
  readonly #sockets = new Set<HttpSocket>();
  /** The last one was used last. */
  readonly #idle: HttpSocket[] = [];

  /** Throws where the certificates can't be used. */
  constructor(options: ConnectionOptions) {
    const { path, auth } = urlToHttpOptions(options.url);
    this.#options = options;
    this.#connect = connectTo(options);
    this.#requestLine = `POST ${path} HTTP/1.1\r\n`;
    const authorization = auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
    this.#ownFields = { host: options.url.host, ...authorization };
  }

  async attempt(headers: Readonly<Record<string, string>>, body: Uint8Array, signal: AbortSignal): Promise<AttemptOutcome> {
    const { runRequest = (make) => make() } = this.#options;
    const fields = new Map<string, string>();
    for (const [name, value] of Object.entries({ ...this.#ownFields, ...headers })) {
      // As Node calls it.
      if (!FIELD_NAME.test(name)) return { kind: 'error', code: 'ERR_INVALID_HTTP_TOKEN', staleSocket: false };
      if (!FIELD_VALUE.test(value)) return { kind: 'error', code: 'ERR_INVALID_CHAR', staleSocket: false };
      if (!CONNECTION_FIELDS.has(name.toLowerCase())) fields.set(name.toLowerCase(), `${name}: ${value}\r\n`);
    }
    const head = `${this.#requestLine}${[...fields.values()].join('')}connection: keep-alive\r\n\r\n`;
    try {
      return await runRequest(() => this.#send(head, body, signal));
    } catch (error) {
      return { kind: 'error', code: errorCode(error), staleSocket: false };
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #send(head: string, body: Uint8Array, signal: AbortSignal): Promise<AttemptOutcome> {
    const socket = this.#takeIdle() ?? this.#open();
    const outcome = await socket.send(head, body, signal);
    if (socket.isOpen) this.#idle.push(socket);
    else socket.destroy();
    return outcome;
  }

  #takeIdle(): HttpSocket | undefined {
    for (let socket = this.#idle.pop(); socket; socket = this.#idle.pop()) {
      if (socket.isOpen) return socket;
      socket.destroy();
    }
    return undefined;
  }

  #open(): HttpSocket {
    const socket = new HttpSocket(this.#connect, this.#options.connectTimeoutMillis, () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    return socket;
  }
}

function connectTo({ url, tls, socketPath }: ConnectionOptions): Connect {
  const isSecure = url.protocol === 'https:';
  const { hostname, port = isSecure ? 443 : 80 } = urlToHttpOptions(url);
  const host = hostname as string;
  const place = socketPath ? { path: socketPath } : { host, port: Number(port) };
  const options = { ...place, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1000 };
  const net = process.getBuiltinModule('node:net');
  if (!isSecure) return (onread) => net.connect({ ...options, onread } as NetConnectOpts);
  const { connect, createSecureContext } = process.getBuiltinModule('node:tls');
  // An address is no name to ask a certificate for.
  const servername = net.isIP(host) === 0 ? host : '';
  const secureContext = createSecureContext(tls as SecureContextOptions);
  const secure = { ...options, host, servername, secureContext, ALPNProtocols: ['http/1.1'] };
  return (onread) => connect(Object.assign({ onread }, secure));
}
