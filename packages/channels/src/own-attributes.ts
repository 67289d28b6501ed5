import type { Attributes, SpanKind, SpanOptions } from '@opentelemetry/api';

const OWN_ATTRIBUTES: unique symbol = Symbol.for('telewright.own-attributes') as never;

/** Attributes that many spans begin with. Never changed; empty text stands for what each span has of its own. */
export interface SharedAttributes {
  readonly attributes: Attributes;
  /** What the recorder keeps with them. */
  encoded?: unknown;
}

/**
 * Gives span options whose attributes were made for this span alone, complete and valid. Our recorder then takes the object as it is, where
 * it would copy it otherwise, and encodes those that are shared once; others don't know the mark.
 *
 * @param shared what the attributes began as a copy of, if anything
 */
export function withOwnAttributes(kind: SpanKind, attributes: Attributes, shared: SharedAttributes | undefined): SpanOptions {
  return new OwnOptions(kind, attributes, shared ?? true);
}

/** Not an object literal, in which a key that is no name is defined by a call into V8's run-time. */
class OwnOptions implements SpanOptions {
  readonly [OWN_ATTRIBUTES]: SharedAttributes | true;

  constructor(
    readonly kind: SpanKind,
    readonly attributes: Attributes,
    mark: SharedAttributes | true,
  ) {
    this[OWN_ATTRIBUTES] = mark;
  }
}
