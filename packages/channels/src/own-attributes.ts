import type { SpanOptions } from '@opentelemetry/api';

const OWN_ATTRIBUTES: unique symbol = Symbol.for('telewright.own-attributes') as never;

/**
 * Marks the attributes of span options as made for this span alone, complete and valid. Our recorder then takes the object as it is, where
 * it would copy it otherwise; others don't know the mark.
 */
export function withOwnAttributes(options: Required<Pick<SpanOptions, 'kind' | 'attributes'>>): SpanOptions {
  (options as { [OWN_ATTRIBUTES]?: true })[OWN_ATTRIBUTES] = true;
  return options;
}
