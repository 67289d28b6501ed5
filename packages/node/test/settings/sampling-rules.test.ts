import { describe, expect, it } from 'vitest';
import { samplingRules } from '../../src/settings/sampling-rules.js';

const parsed = (text: string) => {
  const result = samplingRules(text);
  if (!('value' in result)) throw new Error(result.expected);
  return result.value;
};
const matches = (condition: string, value: string): boolean | undefined =>
  parsed(`drop ${condition}`)[0]?.conditions[0]?.pattern.matches(value);

describe('samplingRules', () => {
  it('reads a decision and its conditions', () => {
    expect(parsed('drop path=/internal/*, keep name=POST *,0.25 a.b=c&name=x')).toMatchObject([
      { ratio: 0, conditions: [{ key: 'url.path' }] },
      { ratio: 1, conditions: [{ key: 'name' }] },
      { ratio: 0.25, conditions: [{ key: 'a.b' }, { key: 'name' }] },
    ]);
  });

  it('compares the whole value, with * for any characters and :name for a part of a path', () => {
    expect([matches('path=/a/*', '/a/b/c'), matches('path=/a/*', '/b/a/'), matches('path=/a', '/a/b')]).toEqual([true, false, false]);
    expect([matches('path=/users/:id', '/users/42'), matches('path=/users/:id', '/users/42/cart')]).toEqual([true, false]);
    expect([matches('name=GET (a.b)', 'GET (a.b)'), matches('name=a.b', 'axb')]).toEqual([true, false]);
    expect(matches('name=a%2Cb%26c', 'a,b&c')).toBe(true);
  });

  it.each(['drop', 'drop path', 'maybe path=/a', '2 path=/a', 'drop path=%zz', 'keep =x', '. path=/a'])('refuses %s', (text) => {
    expect(samplingRules(text)).toEqual({ expected: expect.stringContaining('a comma-separated list of rules') });
  });
});
