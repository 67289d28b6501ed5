import { describe, expect, it } from 'vitest';
import { PatternList } from '../src/pattern-list.js';

describe('PatternList', () => {
  it.each([
    ['/health', '/health', true],
    ['/health', '/health/', false],
    ['/health', '/healthy', false],
    ['/internal/*', '/internal/a/b', true],
    ['/internal/*', '/internal', false],
    ['/internal/*', '/x/internal/a', false],
    ['*/probe', '/a/b/probe', true],
    ['*/probe', '/a/probe/b', false],
    ['/a*/b', '/a/b', true],
    ['/a*a/b', '/a/b', false],
    ['/*/x/*', '/1/x/2', true],
    ['/*/x/*', '/1/y/2', false],
    ['*', '', true],
    ['http://*.internal:80/*', 'http://meta.internal:80/latest', true],
    ['/a.c', '/abc', false],
  ])('%j on %j is %j', (pattern, text, expected) => {
    expect(new PatternList([pattern]).matches(text)).toBe(expected);
  });

  it('takes several patterns of every kind', () => {
    const list = new PatternList(['/health', '/internal/*', /^\/v\d+\/ping$/g]);
    const texts = ['/health', '/internal/a', '/v1/ping', '/v2/ping', '/orders'];
    expect(texts.map((text) => list.matches(text))).toEqual([true, true, true, true, false]);
  });

  it('matches nothing without a pattern', () => {
    expect(new PatternList([]).matches('')).toBe(false);
  });

  it('is not slowed down by what an attacker sends', () => {
    const list = new PatternList([`/${'a*'.repeat(20)}b`]);
    expect(list.matches(`/${'a'.repeat(16_000)}`)).toBe(false);
  });
});
