import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorTypeOf } from '@telewright/semconv';
import { readResponseHeader } from './response-header.js';
import type { ServerRequest } from './server-request.js';
import type { Connection } from './server-tracer.js';
import type { FailureReport } from './subscribe.js';

const CONNECTION: unique symbol = Symbol('telewright.channels.server-connection') as never;

/** The code of the error that Node itself gives to a request whose connection was closed. */
const ABORTED = 'ECONNRESET';

interface ObservedSocket extends Socket {
  [CONNECTION]?: ServerConnection;
  readonly encrypted?: boolean;
}

/**
 * What stays the same for all requests of a connection, and which of them are open. One listener per connection ends them when it is
 * closed: on some versions of Node the response's own `close` event does not reach pipelined responses that wait for their turn.
 */
export class ServerConnection implements Connection {
  readonly scheme: string;
  readonly peerAddress: string | undefined;
  readonly peerPort: number | undefined;
  usual: Connection['usual'];
  /** The response that is under way, and its request. */
  private response: ServerResponse | undefined;
  private request: ServerRequest | undefined;
  /**
   * Those of pipelined requests, which hardly any client sends. Not one map for all: V8 keeps the former tables of a map, and a request in
   * each, until it collects the old generation; that was 4 MB of a busy service.
   */
  private others: Map<ServerResponse, ServerRequest> | undefined;

  private constructor(
    socket: ObservedSocket,
    private readonly failures: FailureReport,
  ) {
    this.scheme = socket.encrypted === true ? 'https' : 'http';
    this.peerAddress = socket.remoteAddress;
    this.peerPort = socket.remotePort;
    socket.on('close', onSocketClose);
  }

  /** Gives the connection of a socket, the same one each time. */
  static of(socket: ObservedSocket, failures: FailureReport): ServerConnection {
    socket[CONNECTION] ??= new ServerConnection(socket, failures);
    return socket[CONNECTION];
  }

  /** Ends the request when its response has been sent or the connection is closed, whichever is first. */
  watch(response: ServerResponse, request: ServerRequest): void {
    if (this.response === undefined) {
      this.response = response;
      this.request = request;
    } else {
      this.others ??= new Map();
      this.others.set(response, request);
    }
  }

  /** Ends the request of a response that was handed to the operating system. */
  static finish(socket: ObservedSocket, response: ServerResponse): void {
    socket[CONNECTION]?.end(response);
  }

  /** Ends the request of a response; one that was not sent completely has been aborted. */
  end(response: ServerResponse): void {
    const request = this.take(response);
    if (request === undefined) return;
    try {
      const isComplete = response.writableFinished;
      const error = isComplete ? undefined : response.errored ? errorTypeOf(response.errored) : ABORTED;
      const status = isComplete || response.headersSent ? response.statusCode : undefined;
      request.end(status, error, response, readResponseHeader, response.req);
    } catch (error) {
      this.failures.report(error);
    }
  }

  /** Ends all requests that are open, since nothing can be sent any more. */
  close(): void {
    if (this.response !== undefined) this.end(this.response);
    if (this.others !== undefined) for (const response of this.others.keys()) this.end(response);
  }

  private take(response: ServerResponse): ServerRequest | undefined {
    if (response !== this.response) {
      const request = this.others?.get(response);
      if (request !== undefined) this.others?.delete(response);
      return request;
    }
    const { request } = this;
    this.response = undefined;
    this.request = undefined;
    return request;
  }
}

function onSocketClose(this: ObservedSocket): void {
  this[CONNECTION]?.close();
}
