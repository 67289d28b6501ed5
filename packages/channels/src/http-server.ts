import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Attributes, context, propagation, ROOT_CONTEXT, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_QUERY,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
  HTTP_SERVER_REQUEST_DURATION,
} from '@telewright/semconv';
import { parseAuthority } from './authority.js';
import { keepContextOfBody } from './body-context.js';
import { boundedText } from './bounded-text.js';
import { DurationHistogram } from './duration-histogram.js';
import { type Forwarded, readForwarded } from './forwarded.js';
import { HttpSettings, methodName } from './http-settings.js';
import type { ChannelsOptions } from './options.js';
import { ServerConnection } from './server-connection.js';
import { type Observed, SERVER_REQUEST, ServerRequest } from './server-request.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { SUPPRESSED_CONTEXT } from './suppressed-context.js';
import { VERSION } from './version.js';

const SCOPE = '@telewright/channels/http';
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

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
  const listener = new HttpServerListener(options, failures);
  return subscribe(failures, {
    'http.server.request.start': (exchange: Exchange) => listener.start(exchange),
  });
}

class HttpServerListener {
  private readonly settings: HttpSettings;
  private readonly tracer: Tracer;
  private readonly duration: DurationHistogram;

  constructor(
    options: ChannelsOptions,
    private readonly failures: FailureReport,
  ) {
    this.settings = HttpSettings.of(options.http);
    this.tracer = (options.tracerProvider ?? trace).getTracer(SCOPE, VERSION);
    this.duration = new DurationHistogram(SCOPE, HTTP_SERVER_REQUEST_DURATION, options.meterProvider);
  }

  start({ request, response, socket }: Exchange): void {
    if (request[SERVER_REQUEST] !== undefined) return;
    const target = targetOf(request.url ?? '');
    const queryAt = target.indexOf('?');
    const path = queryAt === -1 ? target : target.slice(0, queryAt);
    if (this.settings.ignoredPaths.matches(path)) {
      request[SERVER_REQUEST] = null;
      context.attach(SUPPRESSED_CONTEXT);
      return;
    }
    const connection = ServerConnection.of(socket, this.failures);
    const forwarded = this.settings.trustForwardedHeaders ? readForwarded(request.headers) : undefined;
    const method = this.settings.method(request.method ?? '');
    const scheme = forwarded?.scheme ?? connection.scheme;
    const attributes: Attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: method,
      [ATTR_URL_PATH]: boundedText(path),
      [ATTR_URL_SCHEME]: scheme,
      [ATTR_NETWORK_PROTOCOL_VERSION]: request.httpVersion,
    };
    if (method !== request.method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = request.method;
    if (queryAt !== -1) attributes[ATTR_URL_QUERY] = boundedText(this.settings.redaction.query(target.slice(queryAt + 1)));
    describePeers(attributes, request, connection, forwarded);

    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const span = this.tracer.startSpan(methodName(method), { kind: SpanKind.SERVER, attributes }, parent);
    if (span.isRecording()) this.settings.server.request.record(span, request, readRequestHeader);
    const active = trace.setSpan(parent, span);
    const state = new ServerRequest(span, active, method, scheme, request.httpVersion, this.settings, this.duration);
    request[SERVER_REQUEST] = state;
    connection.watch(response, state);
    keepContextOfBody(request);
    context.attach(active);
  }
}

/** The path and query of a request target, which has an origin when the client takes the server for a proxy. */
function targetOf(url: string): string {
  return url.charCodeAt(0) === 47 ? url : url.replace(ORIGIN, '');
}

function describePeers(
  attributes: Attributes,
  request: IncomingMessage,
  connection: ServerConnection,
  forwarded: Forwarded | undefined,
): void {
  const host = forwarded?.host ?? request.headers.host;
  const authority = host === undefined ? undefined : parseAuthority(host);
  if (authority !== undefined) {
    attributes[ATTR_SERVER_ADDRESS] = authority.address;
    if (authority.port !== undefined) attributes[ATTR_SERVER_PORT] = authority.port;
  }
  const client = forwarded?.clientAddress ?? connection.peerAddress;
  if (client !== undefined) attributes[ATTR_CLIENT_ADDRESS] = client;
  if (connection.peerAddress !== undefined) attributes[ATTR_NETWORK_PEER_ADDRESS] = connection.peerAddress;
  if (connection.peerPort !== undefined) attributes[ATTR_NETWORK_PEER_PORT] = connection.peerPort;
  const userAgent = request.headers['user-agent'];
  if (userAgent !== undefined) attributes[ATTR_USER_AGENT_ORIGINAL] = boundedText(userAgent);
}

function readRequestHeader(request: IncomingMessage, name: string): string | string[] | undefined {
  return request.headers[name];
}
