import { type EventEmitter, errorMonitor } from 'node:events';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Attributes, context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_NETWORK_LOCAL_ADDRESS,
  ATTR_NETWORK_LOCAL_PORT,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_NETWORK_TRANSPORT,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  errorTypeOf,
} from '@telewright/semconv';
import type { ChannelsOptions } from './options.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';
import { VERSION } from './version.js';

const SCOPE = '@telewright/channels/net';

/** The property that carries the state of a connection that is being made; `null` marks one that is not traced, or is made. */
const CONNECTING: unique symbol = Symbol.for('telewright.channels.connecting') as never;

type ObservedSocket = Socket & { [CONNECTING]?: Connecting | null };

/**
 * Makes an INTERNAL span for each connection that `node:net` or `node:tls` opens, until it is there or has failed: `tcp.connect`,
 * `tls.connect` with the handshake, `ipc.connect`. There is no convention for these spans; their attributes are those of the network.
 */
export function listenToNet(options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport(SCOPE);
  const tracer = (options.tracerProvider ?? trace).getTracer(SCOPE, VERSION);
  return subscribe(failures, {
    'net.client.socket': ({ socket }: { socket: ObservedSocket }) => start(tracer, failures, socket),
  });
}

function start(tracer: Tracer, failures: FailureReport, socket: ObservedSocket): void {
  if (socket[CONNECTING] !== undefined) return;
  socket[CONNECTING] = null;
  if (isSuppressed(context.active())) return;
  const isTls = (socket as Partial<TLSSocket>).encrypted === true;
  const span = tracer.startSpan(isTls ? 'tls.connect' : 'tcp.connect', { kind: SpanKind.INTERNAL });
  socket[CONNECTING] = new Connecting(span, failures);
  socket.on('lookup', onLookup);
  socket.on(isTls ? 'secureConnect' : 'connect', onConnect);
  // Not `error`: with a listener there, an error that nobody handles would not end the process any more.
  (socket as EventEmitter).on(errorMonitor, onError);
  socket.on('close', onClose);
}

/** A connection that is being made. */
class Connecting {
  /** The name that was looked up. */
  host: string | undefined;

  constructor(
    readonly span: Span,
    private readonly failures: FailureReport,
  ) {}

  /** Ends the span of a socket, once, and leaves the socket alone from then on. */
  end(socket: ObservedSocket, error: unknown): void {
    socket[CONNECTING] = null;
    const emitter: EventEmitter = socket;
    emitter
      .off('lookup', onLookup)
      .off('connect', onConnect)
      .off('secureConnect', onConnect)
      .off(errorMonitor, onError)
      .off('close', onClose);
    try {
      this.describe(socket, error);
      this.span.end();
    } catch (problem) {
      this.failures.report(problem);
    }
  }

  private describe(socket: Socket, error: unknown): void {
    const { span } = this;
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    const failed = error as { readonly address?: unknown; readonly port?: unknown; readonly hostname?: unknown } | undefined;
    const attributes: Attributes = {};
    const peer = remoteAddress ?? (typeof failed?.address === 'string' ? failed.address : undefined);
    const port = remotePort ?? (typeof failed?.port === 'number' ? failed.port : undefined);
    const host = this.host ?? (typeof failed?.hostname === 'string' ? failed.hostname : undefined);
    const isPipe = port === undefined && host === undefined && (peer !== undefined || error === undefined);
    if (isPipe) span.updateName('ipc.connect');
    attributes[ATTR_NETWORK_TRANSPORT] = isPipe ? 'unix' : 'tcp';
    if (host !== undefined) attributes[ATTR_SERVER_ADDRESS] = host;
    if (host !== undefined && port !== undefined) attributes[ATTR_SERVER_PORT] = port;
    if (peer !== undefined) attributes[ATTR_NETWORK_PEER_ADDRESS] = peer;
    if (port !== undefined) attributes[ATTR_NETWORK_PEER_PORT] = port;
    if (localAddress !== undefined) attributes[ATTR_NETWORK_LOCAL_ADDRESS] = localAddress;
    if (localPort !== undefined) attributes[ATTR_NETWORK_LOCAL_PORT] = localPort;
    if (error !== undefined) attributes[ATTR_ERROR_TYPE] = error === CLOSED ? CLOSED : errorTypeOf(error);
    span.setAttributes(attributes);
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** The code of the error that Node itself gives to a connection that was closed. */
const CLOSED = 'ECONNRESET';

function onLookup(this: ObservedSocket, _error: unknown, _address: unknown, _family: unknown, host: string): void {
  if (this[CONNECTING]) this[CONNECTING].host = host;
}

function onConnect(this: ObservedSocket): void {
  this[CONNECTING]?.end(this, undefined);
}

function onError(this: ObservedSocket, error: unknown): void {
  this[CONNECTING]?.end(this, error);
}

function onClose(this: ObservedSocket): void {
  this[CONNECTING]?.end(this, CLOSED);
}
