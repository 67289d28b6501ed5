import type { IncomingMessage } from 'node:http';
import { type Attributes, type Context, type Span, SpanStatusCode } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_URL_SCHEME,
} from '@telewright/semconv';
import type { HeaderValue } from './captured-headers.js';
import type { DurationHistogram } from './duration-histogram.js';
import type { ExpressMounts } from './express-mounts.js';
import type { HttpSettings } from './http-settings.js';
import { methodName } from './http-settings.js';
import { JoinedStrings } from './joined-strings.js';
import { secondsOf, startMillisOf } from './span-time.js';

/**
 * The property that carries the state of a request from the server to the frameworks. It is registered, so that a second copy of this
 * package, or a second call, sees that the request is taken; `null` marks one that is ignored.
 */
export const SERVER_REQUEST: unique symbol = Symbol.for('telewright.channels.server-request') as never;

/** An incoming message, or what a framework made of it, with the state of its request. */
export interface Observed {
  [SERVER_REQUEST]?: ServerRequest | null;
}

const spanNames = new JoinedStrings(' ');

type FindRoute = (message: IncomingMessage) => string | undefined;
const finders: FindRoute[] = [];

/** Asks `find` at the end of each request of HTTP/1 for its route; what it gives replaces what was told before. */
export function findRoutesBy(find: FindRoute): () => void {
  finders.push(find);
  return () => void finders.splice(finders.indexOf(find), 1);
}

/** One request that a server handles, from its first byte to the end of the response. */
export class ServerRequest {
  /** Where the routers are mounted that express has entered for this request. */
  mounts: ExpressMounts | undefined;
  /** Whether express has been seen to have this request. */
  isInExpress = false;
  /** The request as fastify has it, which knows its route even when no handler is called. */
  handled: { readonly routeOptions: { readonly url?: string | undefined } } | undefined;
  private route: string | undefined;
  /** What we named the span. */
  private name: string;
  private ended = false;
  private readonly startMillis: number;

  constructor(
    readonly span: Span,
    readonly context: Context,
    private readonly method: string,
    private readonly scheme: string,
    private readonly protocolVersion: string,
    private readonly settings: HttpSettings,
    private readonly duration: DurationHistogram,
  ) {
    this.name = methodName(method);
    this.startMillis = startMillisOf(span);
  }

  /** Names the span by the route, as soon as a framework tells it, unless the app has given it another name. */
  setRoute(route: string): void {
    if (this.ended || route === this.route) return;
    this.route = route;
    this.span.setAttribute(ATTR_HTTP_ROUTE, route);
    // Spans have a name of their own in any SDK for JavaScript, though not by the API.
    const { name = this.name } = this.span as Span & { readonly name?: string };
    if (name !== this.name) return;
    this.name = spanNames.join(methodName(this.method), route);
    this.span.updateName(this.name);
  }

  /**
   * Ends the request, once; without an error the status decides whether it failed.
   *
   * @param status undefined when none had been sent before the connection was closed
   * @param read reads a header of the response, by its name in lower case, from `response`
   * @param message the request of HTTP/1 as the frameworks know it
   */
  end<Response>(
    status: number | undefined,
    error: string | undefined,
    response: Response,
    read: (response: Response, name: string) => HeaderValue,
    message?: IncomingMessage,
  ): void {
    if (this.ended) return;
    if (message !== undefined) {
      for (const find of finders) {
        const route = find(message);
        if (route !== undefined) this.setRoute(route);
      }
    }
    if (this.route === undefined && this.handled?.routeOptions.url !== undefined) this.setRoute(this.handled.routeOptions.url);
    this.ended = true;
    const { span } = this;
    const errorType = error ?? (status !== undefined && status >= 500 ? String(status) : undefined);
    if (span.isRecording()) {
      if (status !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      if (errorType !== undefined) span.setAttribute(ATTR_ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR });
      this.settings.server.response.record(span, response, read);
    }
    span.end();
    this.measure(status, errorType);
  }

  private measure(status: number | undefined, errorType: string | undefined): void {
    const attributes: Attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: this.method,
      [ATTR_NETWORK_PROTOCOL_VERSION]: this.protocolVersion,
      [ATTR_URL_SCHEME]: this.scheme,
    };
    if (status !== undefined) attributes[ATTR_HTTP_RESPONSE_STATUS_CODE] = status;
    if (this.route !== undefined) attributes[ATTR_HTTP_ROUTE] = this.route;
    if (errorType !== undefined) attributes[ATTR_ERROR_TYPE] = errorType;
    this.duration.current.record(secondsOf(this.span, this.startMillis), attributes, this.context);
  }
}

/** Gives the state of the request that a framework handles; nothing when it is not traced or has been ignored. */
export function serverRequestOf(message: IncomingMessage & { readonly stream?: Observed }): ServerRequest | undefined {
  // A request of HTTP/2 in the form of HTTP/1 has its stream.
  return (message as Observed)[SERVER_REQUEST] ?? message.stream?.[SERVER_REQUEST] ?? undefined;
}
