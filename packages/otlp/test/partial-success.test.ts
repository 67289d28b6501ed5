import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialSuccess } from '../src/partial-success.js';

describe('partialSuccess', () => {
  it('reads how many items were rejected and why', () => {
    const inner = [0x08, 0xac, 0x02, 0x12, 3, ...Buffer.from('why')];
    expect(partialSuccess(Uint8Array.from([0x0a, inner.length, ...inner]))).toEqual({ rejected: 300, message: 'why' });
  });

  it('is nothing for an empty answer and for an empty partial success', () => {
    expect([partialSuccess(new Uint8Array()), partialSuccess(Uint8Array.from([0x0a, 0]))]).toEqual([undefined, undefined]);
  });

  it('survives garbage', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void partialSuccess(bytes)));
  });
});
