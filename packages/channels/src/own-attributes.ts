import type { Attributes, SpanKind, SpanOptions } from '@opentelemetry/api';

const OWN_ATTRIBUTES: unique symbol = Symbol.for('telewright.own-attributes') as never;

/**
 * Gives span options whose attributes were made for this span alone, complete and valid. Our recorder then takes the object as it is, where
 * it would copy it otherwise; others don't know the mark.
 */
export function withOwnAttributes(kind: SpanKind, attributes: Attributes): SpanOptions {
  const options: SpanOptions & { readonly [OWN_ATTRIBUTES]: true } = { kind, attributes, [OWN_ATTRIBUTES]: true };
  return options;
}
