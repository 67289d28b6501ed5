import { SamplingDecision, type SamplingResult, type SpanContext, TraceFlags } from '@opentelemetry/api';
import { copyAnyValue } from './attribute-value.js';
import { type AttributeHolder, type AttributeLimits, copyAttributes, emptyHolder } from './attributes.js';

const SAMPLED: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
const NOT_SAMPLED: SamplingResult = { decision: SamplingDecision.NOT_RECORD };

/** Decides as the specification's default sampler does, `parentbased_always_on`: like the parent, and yes where there is none. */
export function sampleByParent(parent: SpanContext | undefined): SamplingResult {
  return parent === undefined || parent.traceFlags & TraceFlags.SAMPLED ? SAMPLED : NOT_SAMPLED;
}

/** Adds a sampler's attributes to those of the span, which the sampler saw without limits, and applies the limits. */
export function addSamplerAttributes(seen: AttributeHolder, added: SamplingResult['attributes'], limits: AttributeLimits): AttributeHolder {
  const within = seen.attributeCount <= limits.attributeCountLimit && limits.attributeValueLengthLimit === Infinity;
  if (added === undefined && within) return seen;
  const limited = emptyHolder();
  copyAttributes(limited, Object.assign(seen.attributes, added), limits, copyAnyValue);
  limited.droppedAttributesCount += seen.droppedAttributesCount;
  return limited;
}
