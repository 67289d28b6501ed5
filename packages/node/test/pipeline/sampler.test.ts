import { ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { createSampler } from '../../src/pipeline/sampler.js';
import type { SamplerName } from '../../src/settings/settings.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const withParent = (traceFlags: TraceFlags) =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: 'b7ad6b7169203331', traceFlags, isRemote: true });
const keeps = (sampler: SamplerName, samplerRatio: number, context = ROOT_CONTEXT): boolean =>
  createSampler({ sampler, samplerRatio, samplingRules: [], tracesPerSecond: Number.POSITIVE_INFINITY })?.shouldSample(
    context,
    traceId,
    'span',
    SpanKind.INTERNAL,
    {},
    [],
  )?.decision === SamplingDecision.RECORD_AND_SAMPLED;

describe('createSampler', () => {
  it.each([
    ['always_on', 1, true, true],
    ['always_off', 1, false, false],
    ['traceidratio', 0, false, false],
    ['traceidratio', 1, true, true],
    ['parentbased_always_off', 1, false, false],
    ['parentbased_traceidratio', 0, false, false],
    ['parentbased_traceidratio', 1, true, false],
  ] as const)('%s with %d keeps a root: %s, a child of an unsampled parent: %s', (sampler, ratio, root, child) => {
    expect([keeps(sampler, ratio), keeps(sampler, ratio, withParent(TraceFlags.NONE))]).toEqual([root, child]);
  });

  it('leaves the default to the recorder, which has it built in, as long as nothing limits it', () => {
    const values = {
      sampler: 'parentbased_always_on',
      samplerRatio: 1,
      samplingRules: [],
      tracesPerSecond: Number.POSITIVE_INFINITY,
    } as const;
    expect(createSampler(values)).toBeUndefined();
    expect(createSampler({ ...values, tracesPerSecond: 5 })).toBeDefined();
  });

  it.each(['parentbased_always_off', 'parentbased_traceidratio'] as const)('%s follows a sampled parent', (sampler) => {
    expect(keeps(sampler, 0, withParent(TraceFlags.SAMPLED))).toBe(true);
  });
});
