import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapSetter,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
  HTTP_CLIENT_REQUEST_DURATION,
} from '@telewright/semconv';
import { boundedText } from './bounded-text.js';
import { DurationHistogram } from './duration-histogram.js';
import { HttpSettings, methodName } from './http-settings.js';
import type { ChannelsOptions } from './options.js';
import { secondsOf, startMillisOf } from './span-time.js';
import type { FailureReport } from './subscribe.js';
import { VERSION } from './version.js';

/**
 * The property that carries the state of an outgoing request. It is registered, so that a second copy of this package, or a second
 * call, sees that the request is taken; `null` marks one that is not traced.
 */
export const CLIENT_REQUEST: unique symbol = Symbol.for('telewright.channels.client-request') as never;

/** An outgoing request with its state. */
export interface ObservedClient {
  [CLIENT_REQUEST]?: ClientSpan | null;
}

/** Where an outgoing request goes to. */
export interface Target {
  readonly method: string;
  /** The absolute URL, not yet redacted. */
  readonly url: string;
  readonly address: string;
  /** Unknown where only the socket will tell it. */
  readonly port: number | undefined;
}

/** What the two HTTP clients have in common: they start spans of CLIENT kind under one scope. */
export class ClientTracer {
  readonly settings: HttpSettings;
  readonly duration: DurationHistogram;
  private readonly tracer: Tracer;

  constructor(
    scope: string,
    options: ChannelsOptions,
    readonly failures: FailureReport,
  ) {
    this.settings = HttpSettings.of(options.http);
    this.tracer = (options.tracerProvider ?? trace).getTracer(scope, VERSION);
    this.duration = new DurationHistogram(scope, HTTP_CLIENT_REQUEST_DURATION, options.meterProvider);
  }

  /** Starts the span of a request as a child of what is active, and sends its context along; gives `null` for one that is ignored. */
  start<Carrier>(target: Target, carrier: Carrier, setter: TextMapSetter<Carrier> | undefined): ClientSpan | null {
    if (this.settings.ignoresUrl(target.url)) return null;
    const parent = context.active();
    const method = this.settings.method(target.method);
    const attributes: Attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: method,
      [ATTR_URL_FULL]: boundedText(this.settings.redaction.url(target.url)),
      [ATTR_SERVER_ADDRESS]: target.address,
    };
    if (target.port !== undefined) attributes[ATTR_SERVER_PORT] = target.port;
    if (method !== target.method) attributes[ATTR_HTTP_REQUEST_METHOD_ORIGINAL] = boundedText(target.method);
    const span = this.tracer.startSpan(methodName(method), { kind: SpanKind.CLIENT, attributes }, parent);
    const inner = trace.setSpan(parent, span);
    if (setter !== undefined) propagation.inject(inner, carrier, setter);
    return new ClientSpan(this, span, inner, method, target.address, target.port);
  }
}

/** The span and the measurement of one outgoing request. */
export class ClientSpan {
  /** The status code of the response, once its headers are there. */
  status: number | undefined;
  /** The version of HTTP that is spoken, once that is known. */
  protocolVersion: string | undefined;
  ended = false;
  private readonly startMillis: number;

  constructor(
    readonly owner: ClientTracer,
    readonly span: Span,
    private readonly context: Context,
    private readonly method: string,
    private readonly address: string,
    private port: number | undefined,
  ) {
    this.startMillis = startMillisOf(span);
  }

  /** Says whether only the socket can tell the port of the server. */
  get lacksPort(): boolean {
    return this.port === undefined;
  }

  /** Tells the port of the server, and with it the URL, where it was not known at the start. */
  setPort(port: number, url: string): void {
    this.port = port;
    this.span.setAttribute(ATTR_SERVER_PORT, port).setAttribute(ATTR_URL_FULL, boundedText(this.owner.settings.redaction.url(url)));
  }

  /** Tells which address the request is really sent to. */
  setPeer(address: string | undefined, port: number | undefined): void {
    if (address !== undefined) this.span.setAttribute(ATTR_NETWORK_PEER_ADDRESS, address);
    if (port !== undefined) this.span.setAttribute(ATTR_NETWORK_PEER_PORT, port);
  }

  /** Ends the request, once; without an error the status decides whether it failed. */
  end(error?: string): void {
    if (this.ended) return;
    this.ended = true;
    const { span, status } = this;
    const errorType = error ?? (status !== undefined && status >= 400 ? String(status) : undefined);
    if (span.isRecording()) {
      if (status !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
      if (this.protocolVersion !== undefined) span.setAttribute(ATTR_NETWORK_PROTOCOL_VERSION, this.protocolVersion);
      if (errorType !== undefined) span.setAttribute(ATTR_ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
    this.measure(errorType);
  }

  private measure(errorType: string | undefined): void {
    const attributes: Attributes = { [ATTR_HTTP_REQUEST_METHOD]: this.method, [ATTR_SERVER_ADDRESS]: this.address };
    if (this.port !== undefined) attributes[ATTR_SERVER_PORT] = this.port;
    if (this.status !== undefined) attributes[ATTR_HTTP_RESPONSE_STATUS_CODE] = this.status;
    if (this.protocolVersion !== undefined) attributes[ATTR_NETWORK_PROTOCOL_VERSION] = this.protocolVersion;
    if (errorType !== undefined) attributes[ATTR_ERROR_TYPE] = errorType;
    this.owner.duration.current.record(secondsOf(this.span, this.startMillis), attributes, this.context);
  }
}
