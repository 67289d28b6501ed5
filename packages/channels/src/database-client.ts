import {
  type Attributes,
  type Context,
  type ContextManagementToken,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_BATCH_SIZE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  DB_CLIENT_OPERATION_DURATION,
  errorTypeOf,
} from '@telewright/semconv';
import { DurationHistogram } from './duration-histogram.js';
import type { ChannelsOptions } from './options.js';
import { isSuppressed } from './suppressed-context.js';
import { VERSION } from './version.js';

/**
 * The property that carries the state of an operation in the message of its channel. It is registered, so that a second copy of this
 * package, or a second call, sees that the operation is taken; `null` marks one that is not traced.
 */
const OPERATION: unique symbol = Symbol.for('telewright.channels.database-operation') as never;

/** The property that carries what takes the context of a callback away again. */
const TOKEN: unique symbol = Symbol.for('telewright.channels.database-callback') as never;

/** What all messages of database channels have in common; tracing channels add the error to the same object. */
export interface DatabaseMessage {
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
  readonly error?: unknown;
  [OPERATION]?: DatabaseOperation | null;
  [TOKEN]?: ContextManagementToken;
}

/** What an operation does, as the conventions name it. */
export interface Description {
  readonly namespace?: string | undefined;
  /** The command, or the only verb of a query. */
  readonly operation?: string | undefined;
  readonly summary?: string | undefined;
  /** The query without literals. */
  readonly text?: string | undefined;
  /** How many queries a batch has. */
  readonly batchSize?: number | undefined;
}

/** Gives the code by which the server itself refused an operation. */
type StatusOf = (error: unknown) => string | undefined;

/**
 * Makes a CLIENT span and a measurement of `db.client.operation.duration` for each operation of one database system. A span is not made
 * active: the message of a tracing channel is published in the context of the caller, which must not keep it.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/database/database-spans/
 */
export class DatabaseClient {
  private readonly tracer: Tracer;
  private readonly duration: DurationHistogram;

  constructor(
    scope: string,
    private readonly system: string,
    private readonly statusOf: StatusOf,
    options: ChannelsOptions,
  ) {
    this.tracer = (options.tracerProvider ?? trace).getTracer(scope, VERSION);
    this.duration = new DurationHistogram(scope, DB_CLIENT_OPERATION_DURATION, options.meterProvider);
  }

  /** Says whether nobody has seen the operation of a message yet, and whether it is to be traced. */
  takes(message: DatabaseMessage): boolean {
    if (message[OPERATION] !== undefined) return false;
    message[OPERATION] = null;
    return !isSuppressed(context.active());
  }

  /** Starts the span of an operation as a child of what is active. */
  start(message: DatabaseMessage, description: Description): void {
    const parent = context.active();
    const { serverAddress, serverPort } = message;
    const { operation, summary, namespace, text, batchSize } = description;
    const attributes: Attributes = { [ATTR_DB_SYSTEM_NAME]: this.system };
    if (operation !== undefined) attributes[ATTR_DB_OPERATION_NAME] = operation;
    if (summary !== undefined) attributes[ATTR_DB_QUERY_SUMMARY] = summary;
    if (namespace !== undefined) attributes[ATTR_DB_NAMESPACE] = namespace;
    if (text !== undefined) attributes[ATTR_DB_QUERY_TEXT] = text;
    if (batchSize !== undefined && batchSize > 1) attributes[ATTR_DB_OPERATION_BATCH_SIZE] = batchSize;
    if (serverAddress !== undefined) attributes[ATTR_SERVER_ADDRESS] = serverAddress;
    if (serverPort !== undefined) attributes[ATTR_SERVER_PORT] = serverPort;
    const span = this.tracer.startSpan(summary ?? operation ?? this.system, { kind: SpanKind.CLIENT, attributes }, parent);
    message[OPERATION] = new DatabaseOperation(span, parent, description);
  }

  /** Remembers a preparation that is only worth a span, of the name `connect`, when it fails: then the operation itself has none. */
  prepare(message: DatabaseMessage, description: Description): void {
    message[OPERATION] = new DatabaseOperation(undefined, context.active(), description);
  }

  /** Ends the operation of a message, once, with the error that the message has. */
  end(message: DatabaseMessage): void {
    const operation = message[OPERATION];
    if (!operation) return;
    message[OPERATION] = null;
    const { error } = message;
    const span = operation.span ?? (error === undefined ? undefined : this.startConnect(message, operation));
    if (span === undefined) return;
    const status = error === undefined ? undefined : this.statusOf(error);
    const errorType = error === undefined ? undefined : (status ?? errorTypeOf(error));
    if (errorType !== undefined && span.isRecording()) {
      if (status !== undefined) span.setAttribute(ATTR_DB_RESPONSE_STATUS_CODE, status);
      span.setAttribute(ATTR_ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
    this.measure(message, operation, trace.setSpan(operation.parent, span), status, errorType);
  }

  /**
   * Ends the operation of a message whose callback is called next, and lets that run in the context of the caller: of its own it has that
   * of the connection, which whoever came first has made.
   */
  enterCallback(message: DatabaseMessage): void {
    const operation = message[OPERATION];
    if (!operation) return;
    message[TOKEN] = context.attach(operation.parent);
    this.end(message);
  }

  /** Takes the context of the callback away again. */
  leaveCallback(message: DatabaseMessage): void {
    message[TOKEN]?.dispose();
    delete message[TOKEN];
  }

  private startConnect({ serverAddress, serverPort }: DatabaseMessage, { parent, startTime, description }: DatabaseOperation): Span {
    const attributes: Attributes = { [ATTR_DB_SYSTEM_NAME]: this.system };
    if (description.namespace !== undefined) attributes[ATTR_DB_NAMESPACE] = description.namespace;
    if (serverAddress !== undefined) attributes[ATTR_SERVER_ADDRESS] = serverAddress;
    if (serverPort !== undefined) attributes[ATTR_SERVER_PORT] = serverPort;
    return this.tracer.startSpan('connect', { kind: SpanKind.CLIENT, attributes, startTime }, parent);
  }

  private measure(
    message: DatabaseMessage,
    operation: DatabaseOperation,
    inner: Context,
    status: string | undefined,
    errorType: string | undefined,
  ): void {
    const { serverAddress, serverPort } = message;
    const { operation: name, summary, namespace } = operation.description;
    const attributes: Attributes = { [ATTR_DB_SYSTEM_NAME]: this.system };
    if (name !== undefined) attributes[ATTR_DB_OPERATION_NAME] = name;
    if (summary !== undefined) attributes[ATTR_DB_QUERY_SUMMARY] = summary;
    if (namespace !== undefined) attributes[ATTR_DB_NAMESPACE] = namespace;
    if (serverAddress !== undefined) attributes[ATTR_SERVER_ADDRESS] = serverAddress;
    if (serverPort !== undefined) attributes[ATTR_SERVER_PORT] = serverPort;
    if (status !== undefined) attributes[ATTR_DB_RESPONSE_STATUS_CODE] = status;
    if (errorType !== undefined) attributes[ATTR_ERROR_TYPE] = errorType;
    this.duration.current.record((performance.now() - operation.startMillis) / 1000, attributes, inner);
  }
}

/** One operation between its request and its answer. */
class DatabaseOperation {
  readonly startMillis: number = performance.now();
  /** When a preparation began, in milliseconds since 1970. */
  readonly startTime: number;

  constructor(
    readonly span: Span | undefined,
    /** The context of the caller. */
    readonly parent: Context,
    readonly description: Description,
  ) {
    this.startTime = span === undefined ? Date.now() : 0;
  }
}
