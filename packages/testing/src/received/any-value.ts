import type { AnyValueMessage, KeyValueMessage } from '../schema/common-schema.js';

/**
 * An attribute value or a log body. An integer is a bigint only where a number could not hold it exactly; an empty value is null.
 *
 * @see https://opentelemetry.io/docs/specs/otel/common/#anyvalue
 */
export type AnyValue = string | boolean | number | bigint | Uint8Array | null | readonly AnyValue[] | { readonly [key: string]: AnyValue };

/** Attributes by key; of a key that was sent twice, the last value. */
export type Attributes = Readonly<Record<string, AnyValue>>;

export function toAnyValue(message: AnyValueMessage | undefined): AnyValue {
  if (message === undefined) return null;
  if (message.arrayValue !== undefined) return message.arrayValue.values.map(toAnyValue);
  if (message.kvlistValue !== undefined) return toAttributes(message.kvlistValue.values);
  if (message.intValue !== undefined) return toNumber(message.intValue);
  return message.stringValue ?? message.boolValue ?? message.doubleValue ?? message.bytesValue ?? null;
}

export function toAttributes(pairs: readonly KeyValueMessage[]): Attributes {
  return Object.fromEntries(pairs.map((pair) => [pair.key, toAnyValue(pair.value)]));
}

/** Gives a 64 bit integer as a number, or as it is where a number would round it. */
export function toNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
