import { type Context, context, type Link, SpanKind, trace } from '@opentelemetry/api';
import type { AttributeTypes } from './attribute-types.js';
import { type Carrier, carriedSpan, extract, inject } from './carrier.js';
import type { MessagingOperationType } from './known-values.js';
import type { Checked, SemanticAttributes } from './semantic-attributes.js';
import { endpointName } from './span-endpoint.js';
import { runInSpan, type SettingsAndWork, type SpanSettings, settingsAndWork } from './with-span.js';

/** The attributes of an operation on messages: what the conventions require, and whatever else applies. */
export type MessagingAttributes = SemanticAttributes &
  Pick<AttributeTypes, 'messaging.operation.name' | 'messaging.operation.type' | 'messaging.system.name'>;

/** How the span of an operation on messages is started. */
export interface MessagingSpanSettings extends SpanSettings {
  /** The headers of each message that the operation is about. @default none */
  readonly carriers?: readonly Carrier[];
}

/**
 * Runs an operation on messages in a span with the name and kind that the conventions give to its type.
 *
 * - `create` and `send` write their context into the headers of each message. A message that has one already keeps it and is linked to; where
 *   all have, the span is of the kind CLIENT.
 * - `receive`, `process` and `settle` link to the context of each message. The processing of a single message outside any other span is also
 *   a child of the one that sent it.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export function withMessagingSpan<Result, const Given extends MessagingAttributes>(
  attributes: Given & Checked<Given>,
  ...rest: SettingsAndWork<MessagingSpanSettings, Result>
): Result {
  const [settings, work] = settingsAndWork(rest);
  const type = attributes['messaging.operation.type'];
  const carriers = settings.carriers ?? [];
  const links = [...messageLinks(carriers), ...(settings.links ?? [])];
  const name = messagingSpanName(attributes);
  if (type === 'create' || type === 'send') {
    const fresh = carriers.filter((carrier) => carriedSpan(carrier) === undefined);
    const kind = type === 'send' && carriers.length > 0 && fresh.length === 0 ? SpanKind.CLIENT : kindOf(type);
    return runInSpan(name, kind, attributes, { ...settings, links }, (span) => {
      for (const carrier of fresh) inject(carrier);
      return work(span);
    });
  }
  const surrounding = settings.context ?? context.active();
  const parent = type === 'process' ? parentOfProcessing(surrounding, carriers) : surrounding;
  return runInSpan(name, kindOf(type), attributes, { ...settings, links, context: parent }, work);
}

/**
 * Gives a link to the span that each message was sent in, for messages that are known only once they were received:
 * `span.addLinks(messageLinks(messages.map(({ headers }) => headers)))`.
 */
export function messageLinks(carriers: readonly Carrier[]): Link[] {
  return carriers.flatMap((carrier) => carriedSpan(carrier) ?? []).map((sent) => ({ context: sent }));
}

function kindOf(type: MessagingOperationType): SpanKind {
  if (type === 'create' || type === 'send') return SpanKind.PRODUCER;
  return type === 'process' ? SpanKind.CONSUMER : SpanKind.CLIENT;
}

function parentOfProcessing(surrounding: Context, carriers: readonly Carrier[]): Context {
  const [single] = carriers;
  return single && carriers.length === 1 && !trace.getSpanContext(surrounding) ? extract(surrounding, single) : surrounding;
}

function messagingSpanName(attributes: MessagingAttributes): string {
  const unnamed = attributes['messaging.destination.temporary'] || attributes['messaging.destination.anonymous'];
  const named = unnamed ? undefined : attributes['messaging.destination.name'];
  const destination = attributes['messaging.destination.template'] || named || endpointName(attributes);
  return destination ? `${attributes['messaging.operation.name']} ${destination}` : attributes['messaging.operation.name'];
}
