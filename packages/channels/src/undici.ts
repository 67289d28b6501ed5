import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { context, propagation } from '@opentelemetry/api';
import { errorTypeOf } from '@telewright/semconv';
import { CLIENT_REQUEST, ClientTracer, type ObservedClient } from './client-request.js';
import type { ChannelsOptions } from './options.js';
import { originOf } from './origin.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';
import { readHeader, type UndiciHeaders } from './undici-headers.js';

const SCOPE = '@telewright/channels/undici';

/** A request of undici, as far as its documentation of the channels describes it. */
interface UndiciRequest extends ObservedClient {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
  readonly upgrade?: unknown;
  readonly headers: (string | string[])[];
  addHeader(name: string, value: string): unknown;
}

interface Response {
  readonly request: UndiciRequest;
  readonly response: { readonly statusCode: number; readonly headers: UndiciHeaders };
}

const SETTER = { set: setHeader };

/**
 * Makes a CLIENT span and a measurement of `http.client.request.duration` for each request of `fetch` and undici, the one in Node or the
 * package, and sends the context along. A request ends when the body of its response was received, or when it fails.
 *
 * Upgrades, such as those of `WebSocket`, only carry the context: the undici in Node does not tell how they end.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export function listenToUndici(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = new ClientTracer(SCOPE, options, failures);
  return subscribe(failures, {
    'undici:request:create': ({ request }: { request: UndiciRequest }) => start(tracer, request),
    'undici:client:sendHeaders': onSent,
    'undici:request:headers': onResponse,
    'undici:request:trailers': ({ request }: { request: UndiciRequest }) => conclude(request),
    'undici:request:error': ({ request, error }: { request: UndiciRequest; error: unknown }) => conclude(request, errorTypeOf(error)),
  });
}

function start(tracer: ClientTracer, request: UndiciRequest): void {
  if (request[CLIENT_REQUEST] !== undefined) return;
  request[CLIENT_REQUEST] = null;
  const active = context.active();
  if (isSuppressed(active)) return;
  if (request.upgrade) {
    propagation.inject(active, request, SETTER);
    return;
  }
  const { address, port, prefix } = originOf(request.origin);
  const url = request.path.charCodeAt(0) === 47 ? prefix + request.path : request.path;
  request[CLIENT_REQUEST] = tracer.start({ method: request.method, url, address, port }, request, SETTER);
}

function onSent({ request, socket }: { request: UndiciRequest; socket: Socket | TLSSocket }): void {
  const span = request[CLIENT_REQUEST];
  if (!span) return;
  span.protocolVersion = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? '2' : '1.1';
  span.setPeer(socket.remoteAddress, socket.remotePort);
}

function onResponse({ request, response }: Response): void {
  const span = request[CLIENT_REQUEST];
  if (!span || span.ended) return;
  span.status = response.statusCode;
  span.owner.settings.client.response.record(span.span, response.headers, readHeader);
}

function conclude(request: UndiciRequest, error?: string): void {
  const span = request[CLIENT_REQUEST];
  if (!span || span.ended) return;
  span.owner.settings.client.request.record(span.span, request.headers, readHeader);
  span.end(error);
}

/** Replaces a header that the caller forwards from another request: twice the same trace header would be invalid. */
function setHeader(request: UndiciRequest, name: string, value: string): void {
  const { headers } = request;
  for (let i = 0; i < headers.length; i += 2) {
    if (String(headers[i]).toLowerCase() === name) {
      headers[i + 1] = value;
      return;
    }
  }
  request.addHeader(name, value);
}
