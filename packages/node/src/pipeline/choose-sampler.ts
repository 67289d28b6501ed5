import type { Sampler } from '@opentelemetry/sdk-trace';
import type { SamplingValues } from './sampler.js';

/**
 * Gives the sampler that the settings ask for; none for `parentbased_always_on` alone, which recorders have built in. All others come from a
 * file of the package of its own.
 */
export function chooseSampler(values: SamplingValues): Sampler | undefined {
  const { sampler, samplingRules, tracesPerSecond } = values;
  if (sampler === 'parentbased_always_on' && samplingRules.length === 0 && tracesPerSecond === Number.POSITIVE_INFINITY) return undefined;
  return (require('./sampler.cjs') as typeof import('./sampler.js')).createSampler(values);
}
