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
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_TOKEN_TYPE,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  errorTypeOf,
  GEN_AI_CLIENT_OPERATION_DURATION,
  GEN_AI_CLIENT_TOKEN_USAGE,
} from '@telewright/semconv';
import { type AiMessage, providerName } from './ai-message.js';
import { boundedText } from './bounded-text.js';
import { DurationHistogram } from './duration-histogram.js';
import type { ChannelsOptions } from './options.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';
import { isSuppressed } from './suppressed-context.js';
import { VERSION } from './version.js';

const SCOPE = '@telewright/channels/ai';

/** The property that carries the state of a piece of work; `null` marks one that is not traced, or has ended. */
const OPERATION: unique symbol = Symbol.for('telewright.channels.ai-operation') as never;

/** What the conventions call the pieces of work that have a span. */
const OPERATIONS: Readonly<Record<string, string>> = {
  languageModelCall: 'chat',
  embed: 'embeddings',
  embedMany: 'embeddings',
  executeTool: 'execute_tool',
};

/** Answers in pieces that are waited for; who never reads one to its end must not fill the memory. */
const MOST_STREAMS = 1_000;

interface Operation {
  readonly span: Span;
  readonly token: ContextManagementToken;
  readonly context: Context;
  readonly attributes: Attributes;
  readonly startMillis: number;
}

type Message = AiMessage & { [OPERATION]?: Operation | null };

/**
 * Makes a span and measurements for each call of a model and each tool that the AI SDK 7 (`ai`) runs: `chat <model>`,
 * `embeddings <model>`, `execute_tool <tool>`, `gen_ai.client.operation.duration`, `gen_ai.client.token.usage`. Prompts, answers and the
 * arguments of tools are not recorded. An answer in pieces ends with its step; the SDK does not publish how many tokens it used.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export function listenToAi(options: ChannelsOptions = {}): Unsubscribe {
  const listener = new AiListener(options);
  return subscribe(new FailureReport(SCOPE), {
    'tracing:ai:telemetry:start': (message: Message) => listener.start(message),
    'tracing:ai:telemetry:end': (message: Message) => message[OPERATION]?.token.dispose(),
    'tracing:ai:telemetry:asyncEnd': (message: Message) => listener.finish(message),
  });
}

class AiListener {
  private readonly tracer: Tracer;
  private readonly duration: DurationHistogram;
  private readonly tokens: DurationHistogram;
  private readonly streams = new Map<string, Operation>();

  constructor(options: ChannelsOptions) {
    this.tracer = (options.tracerProvider ?? trace).getTracer(SCOPE, VERSION);
    this.duration = new DurationHistogram(SCOPE, GEN_AI_CLIENT_OPERATION_DURATION, options.meterProvider);
    this.tokens = new DurationHistogram(SCOPE, GEN_AI_CLIENT_TOKEN_USAGE, options.meterProvider);
  }

  start(message: Message): void {
    const operation = OPERATIONS[message.type];
    if (operation === undefined || message[OPERATION] !== undefined) return;
    message[OPERATION] = null;
    const parent = context.active();
    if (isSuppressed(parent)) return;
    const { provider, modelId, toolCall } = message.event ?? {};
    const attributes: Attributes = { [ATTR_GEN_AI_OPERATION_NAME]: operation };
    if (provider !== undefined) attributes[ATTR_GEN_AI_PROVIDER_NAME] = providerName(provider);
    if (modelId !== undefined) attributes[ATTR_GEN_AI_REQUEST_MODEL] = boundedText(modelId);
    const tool = toolCall?.toolName;
    if (tool !== undefined) attributes[ATTR_GEN_AI_TOOL_NAME] = boundedText(tool);
    const target = modelId ?? tool;
    const name = target === undefined ? operation : `${operation} ${boundedText(target)}`;
    const kind = tool === undefined ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const span = this.tracer.startSpan(name, { kind, attributes }, parent);
    const inner = trace.setSpan(parent, span);
    message[OPERATION] = { span, token: context.attach(inner), context: inner, attributes, startMillis: performance.now() };
  }

  finish(message: Message): void {
    const id = message.event?.callId;
    if (message.type === 'step' && id !== undefined) {
      const stream = this.streams.get(id);
      this.streams.delete(id);
      if (stream !== undefined) this.end(stream, message);
      return;
    }
    const operation = message[OPERATION];
    if (!operation) return;
    message[OPERATION] = null;
    if (message.result?.stream !== undefined && id !== undefined) this.wait(id, operation);
    else this.end(operation, message);
  }

  /** Lets an operation end with its step. */
  private wait(id: string, operation: Operation): void {
    const [oldest] = this.streams;
    if (oldest !== undefined && this.streams.size >= MOST_STREAMS) {
      this.streams.delete(oldest[0]);
      oldest[1].span.end();
    }
    this.streams.set(id, operation);
  }

  private end({ span, context, attributes, startMillis }: Operation, { result, error }: AiMessage): void {
    const { usage, response, finishReason } = result ?? {};
    const input = usage?.inputTokens?.total ?? usage?.tokens;
    const output = usage?.outputTokens?.total;
    if (response?.modelId !== undefined) attributes[ATTR_GEN_AI_RESPONSE_MODEL] = boundedText(response.modelId);
    if (error !== undefined) attributes[ATTR_ERROR_TYPE] = errorTypeOf(error);
    span.setAttributes(attributes);
    if (finishReason?.unified !== undefined) span.setAttribute(ATTR_GEN_AI_RESPONSE_FINISH_REASONS, [finishReason.unified]);
    if (input !== undefined) span.setAttribute(ATTR_GEN_AI_USAGE_INPUT_TOKENS, input);
    if (output !== undefined) span.setAttribute(ATTR_GEN_AI_USAGE_OUTPUT_TOKENS, output);
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    this.duration.current.record((performance.now() - startMillis) / 1000, attributes, context);
    if (input !== undefined) this.tokens.current.record(input, { ...attributes, [ATTR_GEN_AI_TOKEN_TYPE]: 'input' }, context);
    if (output !== undefined) this.tokens.current.record(output, { ...attributes, [ATTR_GEN_AI_TOKEN_TYPE]: 'output' }, context);
  }
}
