import {
  type Attributes,
  type ContextManagementToken,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, ATTR_GRAPHQL_OPERATION_NAME, ATTR_GRAPHQL_OPERATION_TYPE, errorTypeOf } from '@telewright/semconv';
import { boundedText } from './bounded-text.js';
import type { ChannelsOptions } from './options.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';
import { VERSION } from './version.js';

const SCOPE = '@telewright/channels/graphql';

/** The property that carries the state of an execution; `null` marks one that is not traced, or has ended. */
const EXECUTION: unique symbol = Symbol.for('telewright.channels.graphql-execution') as never;

interface Execution {
  readonly span: Span;
  readonly token: ContextManagementToken;
}

/** What graphql publishes of an execution; the result and the error come later. */
interface Message {
  readonly operationName?: string | undefined;
  readonly operationType?: string | undefined;
  readonly result?: { readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[] };
  readonly error?: unknown;
  [EXECUTION]?: Execution | null;
}

/**
 * Makes an INTERNAL span for each operation that graphql 17 executes, and makes it active for the resolvers. Its name is the type of the
 * operation: the operation's own name is the client's to choose. Parsing, validating and single fields have no spans.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/
 */
export function listenToGraphql(options: ChannelsOptions = {}): Unsubscribe {
  const tracer = (options.tracerProvider ?? trace).getTracer(SCOPE, VERSION);
  const begin = (message: Message): void => start(tracer, message);
  return subscribe(new FailureReport(SCOPE), {
    'tracing:graphql:execute:start': begin,
    'tracing:graphql:execute:end': leave,
    'tracing:graphql:execute:asyncStart': end,
    'tracing:graphql:subscribe:start': begin,
    'tracing:graphql:subscribe:end': leave,
    'tracing:graphql:subscribe:asyncStart': end,
  });
}

function start(tracer: Tracer, message: Message): void {
  if (message[EXECUTION] !== undefined) return;
  message[EXECUTION] = null;
  const parent = context.active();
  if (isSuppressed(parent)) return;
  const { operationName, operationType } = message;
  const attributes: Attributes = {};
  if (operationType !== undefined) attributes[ATTR_GRAPHQL_OPERATION_TYPE] = operationType;
  if (operationName !== undefined) attributes[ATTR_GRAPHQL_OPERATION_NAME] = boundedText(operationName);
  const span = tracer.startSpan(operationType ?? 'GraphQL Operation', { kind: SpanKind.INTERNAL, attributes }, parent);
  message[EXECUTION] = { span, token: context.attach(trace.setSpan(parent, span)) };
}

/** Leaves the context of the span when the call returns; without a promise that is the end, too. */
function leave(message: Message): void {
  message[EXECUTION]?.token.dispose();
  if (message.result !== undefined || message.error !== undefined) end(message);
}

function end(message: Message): void {
  const execution = message[EXECUTION];
  if (!execution) return;
  message[EXECUTION] = null;
  const { span } = execution;
  const errorType = errorTypeOfExecution(message);
  if (errorType !== undefined) span.setAttribute(ATTR_ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** The type of what was thrown, else the code of the first error of the response: those are GraphQL's way of throwing. */
function errorTypeOfExecution({ error, result }: Message): string | undefined {
  if (error !== undefined) return errorTypeOf(error);
  const first = result?.errors?.[0];
  if (first === undefined) return undefined;
  const code = first.extensions?.code;
  return typeof code === 'string' && code !== '' ? boundedText(code) : 'GraphQLError';
}
