import { describe, expect, it } from 'vitest';
import { createPropagator } from '../../src/pipeline/propagator.js';

describe('createPropagator', () => {
  it('carries what is named and nothing else', () => {
    expect(createPropagator(['tracecontext', 'baggage']).fields().sort()).toEqual(['baggage', 'traceparent', 'tracestate']);
    expect(createPropagator(['baggage']).fields()).toEqual(['baggage']);
    expect(createPropagator(['none']).fields()).toEqual([]);
  });
});
