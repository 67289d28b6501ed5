import type { AttributeTypes } from './attribute-types.js';
import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45, where they are not stable yet, for the reasons given in system.ts.

/** Name of the attribute for the number of messages of a batch; not for a single message. */
export const ATTR_MESSAGING_BATCH_MESSAGE_COUNT = 'messaging.batch.message_count';
/** Name of the attribute for the client that sends or consumes. */
export const ATTR_MESSAGING_CLIENT_ID = 'messaging.client.id';
/** Name of the attribute for the consumer group. */
export const ATTR_MESSAGING_CONSUMER_GROUP_NAME = 'messaging.consumer.group.name';
/** Name of the attribute for whether a destination has no name of its own. */
export const ATTR_MESSAGING_DESTINATION_ANONYMOUS = 'messaging.destination.anonymous';
/** Name of the attribute for the queue or topic. */
export const ATTR_MESSAGING_DESTINATION_NAME = 'messaging.destination.name';
/** Name of the attribute for the partition, a string. */
export const ATTR_MESSAGING_DESTINATION_PARTITION_ID = 'messaging.destination.partition.id';
/** Name of the attribute for the subscription that a message is consumed from. */
export const ATTR_MESSAGING_DESTINATION_SUBSCRIPTION_NAME = 'messaging.destination.subscription.name';
/** Name of the attribute for the template of a destination’s name, of low cardinality. */
export const ATTR_MESSAGING_DESTINATION_TEMPLATE = 'messaging.destination.template';
/** Name of the attribute for whether a destination may be gone after its messages were processed. */
export const ATTR_MESSAGING_DESTINATION_TEMPORARY = 'messaging.destination.temporary';
/** Name of the attribute for the size of a message's body, in bytes. */
export const ATTR_MESSAGING_MESSAGE_BODY_SIZE = 'messaging.message.body.size';
/** Name of the attribute for the conversation, or correlation, that a message is part of. */
export const ATTR_MESSAGING_MESSAGE_CONVERSATION_ID = 'messaging.message.conversation_id';
/** Name of the attribute for the size of a message with its metadata, in bytes. */
export const ATTR_MESSAGING_MESSAGE_ENVELOPE_SIZE = 'messaging.message.envelope.size';
/** Name of the attribute for what identifies a message, a string. */
export const ATTR_MESSAGING_MESSAGE_ID = 'messaging.message.id';
/** Name of the attribute for the operation as the messaging system names it, such as `ack`. */
export const ATTR_MESSAGING_OPERATION_NAME = 'messaging.operation.name';
/** Name of the attribute for the type of the operation: `create`, `send`, `receive`, `process` or `settle`. */
export const ATTR_MESSAGING_OPERATION_TYPE = 'messaging.operation.type';
/** Name of the attribute for the messaging system, such as `kafka`. */
export const ATTR_MESSAGING_SYSTEM_NAME = 'messaging.system.name';

/** The attributes of what producers and consumers measure. */
export type MessagingMetricAttributes = Pick<AttributeTypes, 'messaging.operation.name' | 'messaging.system.name'> &
  Partial<
    Pick<
      AttributeTypes,
      | 'error.type'
      | 'messaging.consumer.group.name'
      | 'messaging.destination.name'
      | 'messaging.destination.partition.id'
      | 'messaging.destination.subscription.name'
      | 'messaging.destination.template'
      | 'messaging.operation.type'
      | 'server.address'
      | 'server.port'
    >
  >;

const DURATION_BOUNDARIES_SECONDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Duration of operations that a client asks of the broker, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/#metric-messagingclientoperationduration
 */
export const MESSAGING_CLIENT_OPERATION_DURATION: MetricDefinition<'histogram', MessagingMetricAttributes> = {
  name: 'messaging.client.operation.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of messaging operation initiated by a producer or consumer client.',
  boundaries: DURATION_BOUNDARIES_SECONDS,
};

/**
 * Duration of the processing of messages, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/#metric-messagingprocessduration
 */
export const MESSAGING_PROCESS_DURATION: MetricDefinition<'histogram', MessagingMetricAttributes> = {
  name: 'messaging.process.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of processing operation.',
  boundaries: DURATION_BOUNDARIES_SECONDS,
};

/** Messages that a producer tried to send. */
export const MESSAGING_CLIENT_SENT_MESSAGES: MetricDefinition<'counter', MessagingMetricAttributes> = {
  name: 'messaging.client.sent.messages',
  instrument: 'counter',
  unit: '{message}',
  description: 'Number of messages producer attempted to send to the broker.',
};

/** Messages that were delivered to the application. */
export const MESSAGING_CLIENT_CONSUMED_MESSAGES: MetricDefinition<'counter', MessagingMetricAttributes> = {
  name: 'messaging.client.consumed.messages',
  instrument: 'counter',
  unit: '{message}',
  description: 'Number of messages that were delivered to the application.',
};
