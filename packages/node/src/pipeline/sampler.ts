import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, type Sampler } from '@opentelemetry/sdk-trace';
import type { SettingValues } from '../settings/settings.js';
import { ProbabilitySampler } from './probability-sampler.js';
import { RuleSampler } from './rule-sampler.js';
import { TokenBucket } from './token-bucket.js';

/** The settings that samplers are made of. */
export type SamplingValues = Pick<SettingValues, 'sampler' | 'samplerRatio' | 'samplingRules' | 'tracesPerSecond'>;

/**
 * Creates the sampler that `OTEL_TRACES_SAMPLER` and its argument name, behind the rules and the bound of traces per second; none for
 * `parentbased_always_on` alone, which recorders have built in.
 */
export function createSampler(values: SamplingValues): Sampler | undefined {
  const { sampler, samplingRules, tracesPerSecond } = values;
  const unbound = samplingRules.length === 0 && tracesPerSecond === Number.POSITIVE_INFINITY;
  if (unbound && sampler === 'parentbased_always_on') return undefined;
  const standard = standardSampler(values);
  if (unbound) return standard;
  const bucket = tracesPerSecond === Number.POSITIVE_INFINITY ? undefined : new TokenBucket(tracesPerSecond);
  return new RuleSampler(standard, samplingRules, bucket);
}

function standardSampler({ sampler, samplerRatio }: SamplingValues): Sampler {
  const root = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new ProbabilitySampler(samplerRatio),
  };
  return sampler.startsWith('parentbased_')
    ? new ParentBasedSampler({ root: root[sampler.slice('parentbased_'.length) as keyof typeof root]() })
    : root[sampler as keyof typeof root]();
}
