import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { context } from '@opentelemetry/api';
import { errorTypeOf } from '@telewright/semconv';
import { parseAuthority } from './authority.js';
import type { HeaderValue } from './captured-headers.js';
import { CLIENT_REQUEST, type ClientSpan, ClientTracer, type ObservedClient, type Target } from './client-request.js';
import type { ChannelsOptions } from './options.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';

const SCOPE = '@telewright/channels/http';

/** Set to `true` on an agent, it says that requests through it are not traced: those that carry telemetry. */
const UNTRACED: unique symbol = Symbol.for('telewright.untraced') as never;

/** The code of the error that Node itself gives to a request whose connection was closed. */
const ABORTED = 'ECONNRESET';

const SETTER = { set: (request: ClientRequest, name: string, value: string): unknown => request.setHeader(name, value) };

interface OutgoingRequest extends ClientRequest, ObservedClient {
  readonly agent?: Agent & { readonly [UNTRACED]?: boolean };
  /** The response, which Node keeps here; there is no channel for the response to an upgrade or `CONNECT`. */
  readonly res?: IncomingMessage | null;
}

/**
 * Makes a CLIENT span and a measurement of `http.client.request.duration` for each request of `node:http` or `node:https`, and sends
 * the context along. A request ends when the body of its response has been read, when it fails, or when its connection is closed.
 *
 * Headers that were given as an array, or with `Expect`, are already written when Node tells of the request: its context can't be sent.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export function listenToHttpClient(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = new ClientTracer(SCOPE, options, failures);
  return subscribe(failures, {
    'http.client.request.created': ({ request }: { request: OutgoingRequest }) => start(tracer, request),
    'http.client.request.error': ({ request, error }: { request: OutgoingRequest; error: unknown }) =>
      conclude(request, errorTypeOf(error)),
    'http.client.response.finish': onResponse,
  });
}

function start(tracer: ClientTracer, request: OutgoingRequest): void {
  if (request[CLIENT_REQUEST] !== undefined) return;
  request[CLIENT_REQUEST] = null;
  if (request.agent?.[UNTRACED] === true || isSuppressed(context.active())) return;
  const span = tracer.start(targetOf(request), request, request.headersSent ? undefined : SETTER);
  request[CLIENT_REQUEST] = span;
  if (span !== null) request.on('close', onRequestClose);
}

/** Despite its name, the channel tells that the headers of the response are there. */
function onResponse({ request, response }: { request: OutgoingRequest; response: IncomingMessage }): void {
  const span = request[CLIENT_REQUEST];
  if (!span || span.status !== undefined) return;
  describeResponse(span, request, response);
  response.on('end', onResponseEnd);
}

function onResponseEnd(this: IncomingMessage & { readonly req?: OutgoingRequest }): void {
  if (this.req) attempt(conclude, this.req);
}

function onRequestClose(this: OutgoingRequest): void {
  attempt(concludeClosed, this);
}

/** Listeners run in the emitter of the host, where nothing may be thrown. */
function attempt(action: (request: OutgoingRequest) => void, request: OutgoingRequest): void {
  try {
    action(request);
  } catch (error) {
    request[CLIENT_REQUEST]?.owner.failures.report(error);
  }
}

function concludeClosed(request: OutgoingRequest): void {
  const span = request[CLIENT_REQUEST];
  if (!span || span.ended) return;
  const response = request.res;
  if (response && span.status === undefined) describeResponse(span, request, response);
  if (response?.complete) conclude(request);
  else conclude(request, response?.errored ? errorTypeOf(response.errored) : ABORTED);
}

function describeResponse(span: ClientSpan, request: OutgoingRequest, response: IncomingMessage): void {
  span.status = response.statusCode;
  span.protocolVersion = response.httpVersion;
  const { remoteAddress, remotePort } = response.socket;
  span.setPeer(remoteAddress, remotePort);
  if (span.lacksPort && remotePort !== undefined) span.setPort(remotePort, urlOf(request, remotePort));
  span.owner.settings.client.response.record(span.span, response, readResponseHeader);
}

function conclude(request: OutgoingRequest, error?: string): void {
  const span = request[CLIENT_REQUEST];
  if (!span || span.ended) return;
  // Only now are the headers known that were set after the request had been made.
  span.owner.settings.client.request.record(span.span, request, readRequestHeader);
  span.end(error);
}

function targetOf(request: OutgoingRequest): Target {
  const port = portOf(request);
  return { method: request.method, url: urlOf(request, port), address: request.host, port };
}

/** The port that Node put into the `Host` header; unknown when the caller gave another host there, or the headers as an array. */
function portOf(request: OutgoingRequest): number | undefined {
  const header = request.getHeader('host');
  const authority = typeof header === 'string' ? parseAuthority(header) : undefined;
  if (authority === undefined || authority.address !== unbracketed(request.host)) return undefined;
  return authority.port ?? (request.protocol === 'https:' ? 443 : 80);
}

function urlOf(request: OutgoingRequest, port: number | undefined): string {
  const { protocol, host, path } = request;
  // The target of a request through a proxy is a whole URL.
  if (path.charCodeAt(0) !== 47) return path;
  const name = host.includes(':') && host.charCodeAt(0) !== 91 ? `[${host}]` : host;
  const isDefault = port === undefined || port === (protocol === 'https:' ? 443 : 80);
  return isDefault ? `${protocol}//${name}${path}` : `${protocol}//${name}:${port}${path}`;
}

function unbracketed(host: string): string {
  return host.charCodeAt(0) === 91 ? host.slice(1, -1) : host;
}

function readRequestHeader(request: ClientRequest, name: string): HeaderValue {
  return request.getHeader(name);
}

function readResponseHeader(response: IncomingMessage, name: string): HeaderValue {
  return response.headers[name];
}
