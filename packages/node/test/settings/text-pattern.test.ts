import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextPattern } from '../../src/settings/text-pattern.js';

describe('TextPattern', () => {
  it('decides as the equivalent regular expression does', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*', ':id'), { maxLength: 8 });
    const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (tokens, letters) => {
        // What follows `:id` up to the next / belongs to the name or can't match.
        const glob = tokens.join('').replace(/:id(?=[ab:*])[ab]*(:id|\*)*[ab]*/g, ':id');
        fc.pre(!/:\w+[*:]/.test(glob));
        const expression = new RegExp(`^${glob.replace(/\*+/g, '[^]*').replace(/:\w+/g, '[^/]+(?=/|$)')}$`);
        expect(new TextPattern(glob, true).matches(letters.join(''))).toBe(expression.test(letters.join('')));
      }),
      { numRuns: 5_000 },
    );
  });

  it('ends on a text that makes regular expressions try for ever', () => {
    expect(new TextPattern('*a*a*a*a*a*a*a*a*a*b', false).matches('a'.repeat(5_000))).toBe(false);
  });
});
