import { describe, expect, it } from 'vitest';
import { patchExports } from '../../src/patching/patch-namespaces.js';

const namespace = (exports: Record<string, unknown>): Record<string, unknown> => ({ [Symbol.toStringTag]: 'Module', ...exports });
const original = (): string => 'original';
const patched = (): string => 'patched';

describe('the namespace of a CommonJS package', () => {
  it('gets what its patched exports have, under every name', () => {
    const exports = { query: original, version: '1' };
    const whole = namespace({ ...exports, default: exports, 'module.exports': exports });
    const seen: unknown[] = [];
    const patch = (own: unknown, version?: string): unknown => {
      seen.push(own, version);
      return Object.assign(own as object, { query: patched });
    };
    expect(patchExports(patch, whole, '2.0.0')).toBe(whole);
    expect(seen).toEqual([exports, '2.0.0']);
    expect(whole).toEqual(namespace({ query: patched, version: '1', default: exports, 'module.exports': exports }));
  });

  it('gets other exports where the patch gives some', () => {
    const replacement = { query: patched };
    const exports = { query: original };
    const whole = namespace({ ...exports, default: exports });
    expect(patchExports(() => replacement, whole)).toBe(whole);
    expect([whole.query, whole.default]).toEqual([patched, replacement]);
  });

  it('keeps its exports where the patch gives nothing', () => {
    const exports = Object.assign(() => 'made', { query: original });
    const whole = namespace({ query: original, default: exports });
    patchExports((own) => void Object.assign(own as object, { query: patched }), whole);
    expect([whole.query, whole.default]).toEqual([patched, exports]);
  });
});

it.each([
  ['exports', { query: original }],
  ['the namespace of an ES module', namespace({ query: original, default: { query: patched } })],
  ['a namespace without a default', namespace({ query: original })],
])('%s are patched as they are', (_, exports) => {
  const seen: unknown[] = [];
  expect(patchExports((own) => seen.push(own) && 'the result', exports)).toBe('the result');
  expect(seen).toEqual([exports]);
});
