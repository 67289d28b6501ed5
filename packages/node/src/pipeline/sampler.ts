import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, type Sampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { SettingValues } from '../settings/settings.js';

/** Creates the sampler that `OTEL_TRACES_SAMPLER` and its argument name. */
export function createSampler({ sampler, samplerRatio }: Pick<SettingValues, 'sampler' | 'samplerRatio'>): Sampler {
  const root = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(samplerRatio),
  };
  return sampler.startsWith('parentbased_')
    ? new ParentBasedSampler({ root: root[sampler.slice('parentbased_'.length) as keyof typeof root]() })
    : root[sampler as keyof typeof root]();
}
