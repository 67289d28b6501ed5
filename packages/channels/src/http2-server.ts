import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { context } from '@opentelemetry/api';
import { keepContextOfBody } from './body-context.js';
import type { HeaderValue } from './captured-headers.js';
import { connectionOf } from './http2-connection.js';
import { http2ErrorType } from './http2-error.js';
import type { ChannelsOptions } from './options.js';
import { type Observed, SERVER_REQUEST } from './server-request.js';
import { ServerTracer } from './server-tracer.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { SUPPRESSED_CONTEXT } from './suppressed-context.js';

const SCOPE = '@telewright/channels/http2';

type Stream = ServerHttp2Stream & Observed;

interface Start {
  readonly stream: Stream;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Makes a SERVER span and a measurement of `http.server.request.duration` for each request to a server of `node:http2`, and makes the
 * span active for the code that handles the request. A request ends when its stream is closed.
 *
 * Tunnels (`CONNECT`, WebSockets) and what the server pushes have no span.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
 */
export function listenToHttp2Server(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = new ServerTracer(SCOPE, options);
  const onClose = function (this: Stream): void {
    try {
      end(this);
    } catch (error) {
      failures.report(error);
    }
  };
  return subscribe(failures, {
    'http2.server.stream.start': (message: Start) => start(tracer, message, onClose),
  });
}

function start(tracer: ServerTracer, { stream, headers }: Start, onClose: (this: Stream) => void): void {
  if (stream[SERVER_REQUEST] !== undefined) return;
  const method = headers[':method'] ?? '';
  // The streams that a client opens have odd numbers.
  if (method === 'CONNECT' || (stream.id ?? 0) % 2 === 0 || tracer.settings.leavesToGrpc(headers)) return;
  const host = headers[':authority'] ?? headers.host;
  const state = tracer.start(method, headers[':path'] ?? '', host, headers, '2', connectionOf(stream));
  stream[SERVER_REQUEST] = state;
  if (state === null) {
    context.attach(SUPPRESSED_CONTEXT);
    return;
  }
  stream.on('close', onClose);
  if (!stream.endAfterHeaders) keepContextOfBody(stream);
  context.attach(state.context);
}

function end(stream: Stream): void {
  const status = stream.sentHeaders?.[':status'] as number | undefined;
  stream[SERVER_REQUEST]?.end(status, http2ErrorType(stream.errored ?? undefined, stream.rstCode), stream, readResponseHeader);
}

function readResponseHeader(stream: Stream, name: string): HeaderValue {
  return stream.sentHeaders?.[name];
}
