import { type AttributeLimits, lengthLimit } from './attributes.js';
import type { SpanLimits } from './sdk-types.js';

/** Span limits with every value known, grouped as they are used. */
export interface ResolvedSpanLimits {
  readonly attributes: AttributeLimits;
  readonly eventAttributes: AttributeLimits;
  readonly linkAttributes: AttributeLimits;
  readonly eventCount: number;
  readonly linkCount: number;
}

const DEFAULT_COUNT = 128;

/** Completes limits by the defaults of the specification: 128 of everything, values of any length. */
export function resolveSpanLimits(limits: SpanLimits = {}): ResolvedSpanLimits {
  const attributeValueLengthLimit = lengthLimit(limits.attributeValueLengthLimit);
  const attributes = (count: number | undefined): AttributeLimits => ({
    attributeCountLimit: count ?? DEFAULT_COUNT,
    attributeValueLengthLimit,
  });
  return {
    attributes: attributes(limits.attributeCountLimit),
    eventAttributes: attributes(limits.attributePerEventCountLimit),
    linkAttributes: attributes(limits.attributePerLinkCountLimit),
    eventCount: limits.eventCountLimit ?? DEFAULT_COUNT,
    linkCount: limits.linkCountLimit ?? DEFAULT_COUNT,
  };
}
