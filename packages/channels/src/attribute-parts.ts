import type { Attributes, SpanKind, SpanOptions, Tracer } from '@opentelemetry/api';

/** On a tracer: it takes attributes in parts. On the options of a span: these are they. Registered, as the recorder is another package. */
const PARTS: unique symbol = Symbol.for('telewright.attribute-parts') as never;

/** Attributes as name, value, name, value and so on, in which no name is there twice. One without a value keeps the place for it. */
export type AttributeList = (string | number | undefined)[];

/** Attributes that many spans have in common. Never changed. */
export interface SharedAttributes {
  readonly list: AttributeList;
  /** What the recorder keeps with them. */
  encoded?: unknown;
}

/** Tells whether a tracer is one of our recorder, which takes attributes in parts. */
export function takesParts(tracer: Tracer): boolean {
  return PARTS in tracer;
}

/**
 * Gives span options whose attributes were made for this span alone, complete and valid, for a tracer that takes them in parts: it copies and
 * encodes those that are shared once, and makes no object of them unless somebody asks for it.
 *
 * @param own those that no other span has, under other names than those that are shared; the span's from now on
 */
export function optionsInParts(kind: SpanKind, shared: SharedAttributes, own: AttributeList): SpanOptions {
  return new OptionsInParts(kind, shared, own);
}

/** Gives the same for any tracer. */
export function usualOptions(kind: SpanKind, shared: SharedAttributes, own: AttributeList): SpanOptions {
  const list = [...own, ...shared.list];
  const attributes: Attributes = {};
  for (let index = 0; index < list.length; index += 2) {
    if (list[index + 1] !== undefined) attributes[list[index] as string] = list[index + 1];
  }
  return { kind, attributes };
}

/** Not an object literal, in which a key that is no name is defined by a call into V8's run-time. */
class OptionsInParts implements SpanOptions {
  declare readonly [PARTS]: OptionsInParts;

  constructor(
    readonly kind: SpanKind,
    readonly shared: SharedAttributes,
    readonly own: AttributeList,
  ) {
    this[PARTS] = this;
  }
}
