import { type Attributes, type Context, ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import type { StartOptions } from '../../src/options.js';
import { createSampler } from '../../src/pipeline/sampler.js';
import { TokenBucket } from '../../src/pipeline/token-bucket.js';
import { resolveSettings } from '../../src/settings/resolve.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parent = (isRemote: boolean, traceFlags: TraceFlags): Context =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: 'b7ad6b7169203331', traceFlags, isRemote });
const samplerOf = (options: StartOptions) => {
  const sampler = createSampler(resolveSettings(options, {}).values) as Sampler;
  return (context: Context, name: string, attributes: Attributes = {}): boolean =>
    sampler.shouldSample(context, traceId, name, SpanKind.SERVER, attributes, []).decision === SamplingDecision.RECORD_AND_SAMPLED;
};

describe('a sampling rule', () => {
  it('counts when it is the first that matches, and the sampler decides where none does', () => {
    const keeps = samplerOf({ sampler: 'always_off', sampling: { rules: ['drop path=/a/secret', 'keep path=/a/*', 'keep name=job'] } });
    expect([
      keeps(ROOT_CONTEXT, 'GET', { 'url.path': '/a/b' }),
      keeps(ROOT_CONTEXT, 'GET', { 'url.path': '/a/secret' }),
      keeps(ROOT_CONTEXT, 'job'),
      keeps(ROOT_CONTEXT, 'GET', { 'url.path': '/other' }),
      keeps(ROOT_CONTEXT, 'GET'),
    ]).toEqual([true, false, true, false, false]);
  });

  it('needs all of its conditions, and compares attributes of any type', () => {
    const keeps = samplerOf({ sampling: { rules: ['drop path=/a&server.port=80*'] } });
    expect([
      keeps(ROOT_CONTEXT, 'GET', { 'url.path': '/a', 'server.port': 8080 }),
      keeps(ROOT_CONTEXT, 'GET', { 'url.path': '/a', 'server.port': 443 }),
    ]).toEqual([false, true]);
  });

  it('that keeps respects what a caller has decided, and one that drops does not', () => {
    const keeps = samplerOf({ sampling: { rules: ['keep name=kept', 'drop name=dropped'] } });
    expect([
      keeps(parent(true, TraceFlags.NONE), 'kept'),
      keeps(parent(true, TraceFlags.SAMPLED), 'dropped'),
      keeps(parent(false, TraceFlags.SAMPLED), 'dropped'),
    ]).toEqual([false, false, false]);
  });

  it('drops what is under a dropped span, even with a sampler that ignores parents', () => {
    const keeps = samplerOf({ sampler: 'always_on', sampling: { rules: ['drop name=dropped'] } });
    expect([keeps(parent(false, TraceFlags.NONE), 'child'), keeps(parent(true, TraceFlags.NONE), 'entry')]).toEqual([false, true]);
  });

  it('can keep a share of traces', () => {
    expect(samplerOf({ sampling: { rules: ['0 name=a'] } })(ROOT_CONTEXT, 'a')).toBe(false);
    // The randomness of this trace id starts with eb.
    expect([
      samplerOf({ sampler: 'always_off', sampling: { rules: ['0.09 name=a'] } })(ROOT_CONTEXT, 'a'),
      samplerOf({ sampler: 'always_off', sampling: { rules: ['0.05 name=a'] } })(ROOT_CONTEXT, 'a'),
    ]).toEqual([false, false]);
    expect(samplerOf({ sampler: 'always_off', sampling: { rules: ['0.95 name=a'] } })(ROOT_CONTEXT, 'a')).toBe(true);
  });
});

describe('a bound of traces per second', () => {
  it('lets through so many traces that start here, and whatever a rule keeps or a caller decided', () => {
    const keeps = samplerOf({ sampling: { tracesPerSecond: 0.001, rules: ['keep name=important'] } });
    expect([
      keeps(ROOT_CONTEXT, 'a'),
      keeps(ROOT_CONTEXT, 'a'),
      keeps(ROOT_CONTEXT, 'important'),
      keeps(parent(true, TraceFlags.SAMPLED), 'a'),
      keeps(parent(false, TraceFlags.SAMPLED), 'a'),
    ]).toEqual([true, false, true, true, true]);
  });
});

describe('TokenBucket', () => {
  it('refills with time, up to one second’s worth', () => {
    let time = 0;
    const bucket = new TokenBucket(2, () => time);
    const takeAll = (): number => [1, 2, 3, 4].filter(() => bucket.take()).length;
    const taken = [takeAll()];
    time = 500;
    taken.push(takeAll());
    time = 60_000;
    taken.push(takeAll());
    expect(taken).toEqual([2, 1, 2]);
  });

  it('lets one through now and then when the bound is below one', () => {
    let time = 0;
    const bucket = new TokenBucket(0.1, () => time);
    const taken = [bucket.take(), bucket.take()];
    time = 10_000;
    taken.push(bucket.take());
    expect(taken).toEqual([true, false, true]);
  });
});
