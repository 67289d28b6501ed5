import { describe, expect, it } from 'vitest';
import { valuesOf } from '../values-of.js';

describe('processes', () => {
  it('counts what lives and what was ever created', () => {
    expect(valuesOf('processes')).toEqual(['system.process.count {process} {} 4', 'system.process.created {process} {} 482311']);
  });
});
