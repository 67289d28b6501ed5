import type { ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader, OutgoingHttpHeaders } from 'node:http2';
import { context } from '@opentelemetry/api';
import type { HeaderValue } from './captured-headers.js';
import { CLIENT_REQUEST, ClientTracer, type ObservedClient } from './client-request.js';
import { connectionOf } from './http2-connection.js';
import { http2ErrorType } from './http2-error.js';
import type { ChannelsOptions } from './options.js';
import { originOf } from './origin.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';

const SCOPE = '@telewright/channels/http2';

type Stream = ClientHttp2Stream & ObservedClient;

interface Start {
  readonly stream: Stream;
  readonly headers: OutgoingHttpHeaders;
}

interface Response {
  readonly stream: Stream;
  readonly headers: IncomingHttpHeaders & IncomingHttpStatusHeader;
}

/**
 * Makes a CLIENT span and a measurement of `http.client.request.duration` for each request of `node:http2`. A request ends when its stream
 * is closed. Its context can't be sent: when Node tells of a request, its headers are already made. Tunnels (`CONNECT`) have no span.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export function listenToHttp2Client(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = new ClientTracer(SCOPE, options, failures);
  const begin = (message: Start): void => start(tracer, message);
  return subscribe(failures, {
    // On a connection that is there already, Node sends the headers before it tells that it has made the stream.
    'http2.client.stream.created': begin,
    'http2.client.stream.start': begin,
    'http2.client.stream.finish': onResponse,
  });
}

function start(tracer: ClientTracer, { stream, headers }: Start): void {
  if (stream[CLIENT_REQUEST] !== undefined) return;
  stream[CLIENT_REQUEST] = null;
  const method = text(headers[':method']) ?? 'GET';
  const authority = text(headers[':authority']) ?? text(headers['host']);
  if (method === 'CONNECT' || authority === undefined || isSuppressed(context.active()) || tracer.settings.leavesToGrpc(headers)) return;
  const { address, port, prefix } = originOf(`${text(headers[':scheme']) ?? 'https'}://${authority}`);
  const span = tracer.start({ method, url: prefix + (text(headers[':path']) ?? '/'), address, port }, stream, undefined);
  stream[CLIENT_REQUEST] = span;
  if (span === null) return;
  span.protocolVersion = '2';
  tracer.settings.client.request.record(span.span, headers, readHeader);
  stream.on('close', onClose);
}

/** Despite its name, the channel tells that the headers of the response are there. */
function onResponse({ stream, headers }: Response): void {
  const span = stream[CLIENT_REQUEST];
  if (!span || span.ended) return;
  span.status = headers[':status'];
  const { peerAddress, peerPort } = connectionOf(stream);
  span.setPeer(peerAddress, peerPort);
  span.owner.settings.client.response.record(span.span, headers, readHeader);
}

function onClose(this: Stream): void {
  const span = this[CLIENT_REQUEST];
  if (!span) return;
  try {
    span.end(http2ErrorType(this.errored ?? undefined, this.rstCode));
  } catch (error) {
    span.owner.failures.report(error);
  }
}

function text(header: number | string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function readHeader(headers: OutgoingHttpHeaders, name: string): HeaderValue {
  return headers[name];
}
