import { MessageType, message, messages, one, optional } from '../message/message-type.js';
import { double, int64, uint32 } from '../message/number-scalars.js';
import { bool, bytes, string } from '../message/scalar.js';

// The messages of opentelemetry-proto's common.proto and resource.proto.
// https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto

export interface AnyValueMessage {
  readonly stringValue: string | undefined;
  readonly boolValue: boolean | undefined;
  readonly intValue: bigint | undefined;
  readonly doubleValue: number | undefined;
  readonly arrayValue: { readonly values: readonly AnyValueMessage[] } | undefined;
  readonly kvlistValue: { readonly values: readonly KeyValueMessage[] } | undefined;
  readonly bytesValue: Uint8Array | undefined;
}

export interface KeyValueMessage {
  readonly key: string;
  readonly value: AnyValueMessage | undefined;
}

export interface ScopeMessage {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly KeyValueMessage[];
  readonly droppedAttributesCount: number;
}

export interface ResourceMessage {
  readonly attributes: readonly KeyValueMessage[];
  readonly droppedAttributesCount: number;
}

export const anyValue: MessageType<AnyValueMessage> = new MessageType<AnyValueMessage>('AnyValue', {
  stringValue: optional(1, string, 'value'),
  boolValue: optional(2, bool, 'value'),
  intValue: optional(3, int64, 'value'),
  doubleValue: optional(4, double, 'value'),
  arrayValue: message(5, () => arrayValue, 'value'),
  kvlistValue: message(6, () => keyValueList, 'value'),
  bytesValue: optional(7, bytes, 'value'),
});

export const keyValue: MessageType<KeyValueMessage> = new MessageType<KeyValueMessage>('KeyValue', {
  key: one(1, string),
  value: message(2, () => anyValue),
});

const arrayValue = new MessageType<{ readonly values: readonly AnyValueMessage[] }>('ArrayValue', {
  values: messages(1, () => anyValue),
});

const keyValueList = new MessageType<{ readonly values: readonly KeyValueMessage[] }>('KeyValueList', {
  values: messages(1, () => keyValue),
});

export const scope: MessageType<ScopeMessage> = new MessageType<ScopeMessage>('InstrumentationScope', {
  name: one(1, string),
  version: one(2, string),
  attributes: messages(3, () => keyValue),
  droppedAttributesCount: one(4, uint32),
});

export const resource: MessageType<ResourceMessage> = new MessageType<ResourceMessage>('Resource', {
  attributes: messages(1, () => keyValue),
  droppedAttributesCount: one(2, uint32),
});
