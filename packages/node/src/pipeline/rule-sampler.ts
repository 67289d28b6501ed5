import { type Attributes, type Context, isSpanContextValid, type Link, type SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import type { SamplingRule } from '../settings/sampling-rules.js';
import { ProbabilitySampler } from './probability-sampler.js';
import type { TokenBucket } from './token-bucket.js';

const kept: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
const dropped: SamplingResult = { decision: SamplingDecision.NOT_RECORD };

/**
 * Decides by rules before it asks another sampler, and bounds how many traces start per second. The first rule that matches counts: one that
 * drops does so for any span, one that keeps only where a trace starts, because a caller's decision is respected. What a rule keeps does
 * not count towards the bound.
 */
export class RuleSampler implements Sampler {
  private readonly samplers: readonly ProbabilitySampler[];

  constructor(
    private readonly inner: Sampler,
    private readonly rules: readonly SamplingRule[],
    private readonly bucket: TokenBucket | undefined,
  ) {
    this.samplers = rules.map(({ ratio }) => new ProbabilitySampler(ratio));
  }

  shouldSample(context: Context, traceId: string, name: string, kind: SpanKind, attributes: Attributes, links: Link[]): SamplingResult {
    const parent = trace.getSpanContext(context);
    const isRoot = parent === undefined || !isSpanContextValid(parent);
    // Under a span that was dropped here nothing is kept, whatever the sampler makes of parents.
    if (!isRoot && !parent.isRemote && (parent.traceFlags & TraceFlags.SAMPLED) === 0) return dropped;
    for (let index = 0; index < this.rules.length; index++) {
      const rule = this.rules[index] as SamplingRule;
      if (!matches(rule, name, attributes)) continue;
      if (rule.ratio === 0) return dropped;
      if (isRoot) return rule.ratio === 1 ? kept : (this.samplers[index] as ProbabilitySampler).shouldSample(context, traceId);
      break;
    }
    const result = this.inner.shouldSample(context, traceId, name, kind, attributes, links);
    if (!isRoot || this.bucket === undefined || result.decision === SamplingDecision.NOT_RECORD) return result;
    // The share that a bound lets through is not known beforehand, so no threshold is passed on.
    return this.bucket.take() ? kept : dropped;
  }

  toString(): string {
    return `Rules{${this.rules.map(({ text }) => text).join(', ')}; ${this.inner}}`;
  }
}

function matches({ conditions }: SamplingRule, name: string, attributes: Attributes): boolean {
  for (let index = 0; index < conditions.length; index++) {
    const { key, pattern } = conditions[index] as (typeof conditions)[number];
    const value = key === 'name' ? name : attributes[key];
    if (value === undefined || value === null || !pattern.matches(String(value))) return false;
  }
  return true;
}
