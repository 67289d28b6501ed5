import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { context } from '@opentelemetry/api';
import { hasBody, keepContextOfBody } from './body-context.js';
import type { ChannelsOptions } from './options.js';
import { ServerConnection } from './server-connection.js';
import { type Observed, SERVER_REQUEST } from './server-request.js';
import { ServerTracer } from './server-tracer.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { SUPPRESSED_CONTEXT } from './suppressed-context.js';

const SCOPE = '@telewright/channels/http';

interface Exchange {
  readonly request: IncomingMessage & Observed;
  readonly response: ServerResponse;
  readonly socket: Socket;
}

/**
 * Makes a SERVER span and a measurement of `http.server.request.duration` for each request to a server of `node:http` or `node:https`,
 * and makes the span active for the code that handles the request.
 *
 * A request ends when its response was sent, or when its connection is closed before: then it is an error with the `error.type` of the
 * error that the response was destroyed with, else `ECONNRESET`. Requests that become another protocol (`upgrade`, `CONNECT`) have
 * no channel and no span.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 */
export function listenToHttpServer(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = new ServerTracer(SCOPE, options);
  return subscribe(failures, {
    'http.server.request.start': (exchange: Exchange) => start(tracer, failures, exchange),
    'http.server.response.finish': ({ socket, response }: Exchange) => ServerConnection.finish(socket, response),
  });
}

function start(tracer: ServerTracer, failures: FailureReport, { request, response, socket }: Exchange): void {
  if (request[SERVER_REQUEST] !== undefined) return;
  const { method = '', url = '', headers, httpVersion } = request;
  const connection = ServerConnection.of(socket, failures);
  const state = tracer.start(method, url, headers.host, headers, httpVersion, connection);
  request[SERVER_REQUEST] = state;
  if (state === null) {
    context.attach(SUPPRESSED_CONTEXT);
    return;
  }
  connection.watch(response, state);
  if (hasBody(headers)) keepContextOfBody(request);
  context.attach(state.context);
}
