import { createTraceState, ROOT_CONTEXT, TraceFlags, type TraceState, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { ProbabilitySampler } from '../../src/pipeline/probability-sampler.js';

const start = '0af7651916cd43dd84';
const withState = (traceState: TraceState) =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: `${start}ffffffffffffff`,
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
    traceState,
  });
const keeps = (ratio: number, randomness: string): boolean =>
  new ProbabilitySampler(ratio).shouldSample(ROOT_CONTEXT, start + randomness).decision === SamplingDecision.RECORD_AND_SAMPLED;

describe('ProbabilitySampler', () => {
  it.each([
    [1, 'th:0'],
    [0.5, 'th:8'],
    [0.25, 'th:c'],
    [0.1, 'th:e666'],
    [0.01, 'th:fd70a'],
    [1 / 3, 'th:aaab'],
    [2 ** -56, 'th:ffffffffffffff'],
  ])('writes the threshold of the share %d as the specification does: %s', (ratio, th) => {
    expect(new ProbabilitySampler(ratio).shouldSample(ROOT_CONTEXT, `${start}ffffffffffffff`).traceState?.serialize()).toBe(`ot=${th}`);
  });

  it('keeps a trace whose random bits reach the threshold', () => {
    expect([keeps(0.5, '80000000000000'), keeps(0.5, '7fffffffffffff')]).toEqual([true, false]);
    expect([keeps(0, 'ffffffffffffff'), keeps(1, '00000000000000')]).toEqual([false, true]);
  });

  it('keeps with a larger share whatever a smaller one keeps', () => {
    for (let index = 0; index < 256; index++) {
      const randomness = `${index.toString(16).padStart(2, '0')}000000000000`;
      if (keeps(0.1, randomness)) expect(keeps(0.3, randomness)).toBe(true);
    }
  });

  it('takes the randomness that tracestate gives, and keeps what else is there', () => {
    const sampler = new ProbabilitySampler(0.5);
    const kept = sampler.shouldSample(withState(createTraceState('ot=rv:90000000000000;th:c,vendor=1')), `${start}00000000000000`);
    expect([kept.decision, kept.traceState?.serialize()]).toEqual([
      SamplingDecision.RECORD_AND_SAMPLED,
      'ot=th:8;rv:90000000000000,vendor=1',
    ]);
  });

  it('passes no threshold on for what it drops', () => {
    const sampler = new ProbabilitySampler(0.5);
    const randomness = `${start}00000000000000`;
    expect(sampler.shouldSample(withState(createTraceState('ot=th:0,vendor=1')), randomness)).toMatchObject({
      decision: SamplingDecision.NOT_RECORD,
    });
    expect(sampler.shouldSample(withState(createTraceState('ot=th:0,vendor=1')), randomness).traceState?.serialize()).toBe('vendor=1');
    expect(sampler.shouldSample(withState(createTraceState('vendor=1')), randomness).traceState).toBeUndefined();
  });
});
