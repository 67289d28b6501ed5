import type { IncomingHttpHeaders } from 'node:http';
import { propagation, ROOT_CONTEXT, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
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
import { type AttributeList, optionsInParts, type SharedAttributes, takesParts, usualOptions } from './attribute-parts.js';
import { parseAuthority } from './authority.js';
import { boundedText } from './bounded-text.js';
import { DurationHistogram } from './duration-histogram.js';
import { readForwarded } from './forwarded.js';
import { HttpSettings, methodName } from './http-settings.js';
import type { ChannelsOptions } from './options.js';
import { ServerRequest } from './server-request.js';
import { VERSION } from './version.js';

const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/** What stays the same for all requests of a connection. */
export interface Connection {
  readonly scheme: string;
  readonly peerAddress: string | undefined;
  readonly peerPort: number | undefined;
  /** What the attributes of its last request have in common with those of the next one. */
  usual?: UsualAttributes | undefined;
}

/** The attributes of requests to one host in one version of HTTP. */
interface UsualAttributes extends SharedAttributes {
  readonly host: string | undefined;
  readonly protocolVersion: string;
}

/** What the HTTP servers have in common: they start spans of SERVER kind, as children of what the caller sent along. */
export class ServerTracer {
  readonly settings: HttpSettings;
  private readonly tracer: Tracer;
  private readonly duration: DurationHistogram;
  private readonly optionsOf: typeof usualOptions;

  constructor(scope: string, options: ChannelsOptions) {
    this.settings = HttpSettings.of(options.http);
    this.tracer = (options.tracerProvider ?? trace).getTracer(scope, VERSION);
    this.optionsOf = takesParts(this.tracer) ? optionsInParts : usualOptions;
    this.duration = new DurationHistogram(scope, HTTP_SERVER_REQUEST_DURATION, options.meterProvider);
  }

  /**
   * Starts the span of a request; gives `null` for one whose path is ignored.
   *
   * @param target path and query, or a whole URL when the client takes the server for a proxy
   * @param host what the client calls the server: the `Host` header or `:authority`
   */
  start(
    original: string,
    target: string,
    host: string | undefined,
    headers: IncomingHttpHeaders,
    protocolVersion: string,
    connection: Connection,
  ): ServerRequest | null {
    const url = target.charCodeAt(0) === 47 ? target : target.replace(ORIGIN, '');
    const queryAt = url.indexOf('?');
    const path = queryAt === -1 ? url : url.slice(0, queryAt);
    if (this.settings.ignoredPaths.matches(path)) return null;
    const forwarded = this.settings.trustForwardedHeaders ? readForwarded(headers) : undefined;
    const method = this.settings.method(original);
    const scheme = forwarded?.scheme ?? connection.scheme;
    const shared =
      forwarded === undefined
        ? usualAttributes(host, protocolVersion, connection)
        : { list: describe(scheme, forwarded.host ?? host, protocolVersion, connection, forwarded.clientAddress) };
    const userAgent = headers['user-agent'];
    // With room for what nearly all will have: V8 makes room for 16 more when one is pushed.
    const own: AttributeList = [
      ATTR_HTTP_REQUEST_METHOD,
      method,
      ATTR_URL_PATH,
      boundedText(path),
      ATTR_USER_AGENT_ORIGINAL,
      userAgent && boundedText(userAgent),
      ATTR_HTTP_ROUTE,
      undefined,
      ATTR_HTTP_RESPONSE_STATUS_CODE,
      undefined,
    ];
    if (method !== original) own.push(ATTR_HTTP_REQUEST_METHOD_ORIGINAL, boundedText(original));
    if (queryAt !== -1) own.push(ATTR_URL_QUERY, boundedText(this.settings.redaction.query(url.slice(queryAt + 1))));

    const parent = propagation.extract(ROOT_CONTEXT, headers);
    const span = this.tracer.startSpan(methodName(method), this.optionsOf(SpanKind.SERVER, shared, own), parent);
    if (span.isRecording()) this.settings.server.request.record(span, headers, readRequestHeader);
    return new ServerRequest(span, trace.setSpan(parent, span), method, scheme, protocolVersion, this.settings, this.duration);
  }
}

/** Gives the attributes that requests of a connection have in common, made anew where the host is another one than the last time. */
function usualAttributes(host: string | undefined, protocolVersion: string, connection: Connection): UsualAttributes {
  let { usual } = connection;
  if (usual === undefined || usual.host !== host || usual.protocolVersion !== protocolVersion) {
    usual = {
      host,
      protocolVersion,
      list: describe(connection.scheme, host, protocolVersion, connection, undefined),
      encoded: undefined,
    };
    connection.usual = usual;
  }
  return usual;
}

/** Gives all attributes that do not depend on what is asked for. */
function describe(
  scheme: string,
  host: string | undefined,
  protocolVersion: string,
  { peerAddress, peerPort }: Connection,
  forwardedAddress: string | undefined,
): AttributeList {
  const { address, port } = (host === undefined ? undefined : parseAuthority(host)) ?? {};
  const client = forwardedAddress ?? peerAddress;
  const list: AttributeList = [ATTR_URL_SCHEME, scheme, ATTR_NETWORK_PROTOCOL_VERSION, protocolVersion];
  if (address !== undefined) list.push(ATTR_SERVER_ADDRESS, address);
  if (port !== undefined) list.push(ATTR_SERVER_PORT, port);
  if (client !== undefined) list.push(ATTR_CLIENT_ADDRESS, client);
  if (peerAddress !== undefined) list.push(ATTR_NETWORK_PEER_ADDRESS, peerAddress);
  if (peerPort !== undefined) list.push(ATTR_NETWORK_PEER_PORT, peerPort);
  return list;
}

function readRequestHeader(headers: IncomingHttpHeaders, name: string): string | string[] | undefined {
  return headers[name];
}
