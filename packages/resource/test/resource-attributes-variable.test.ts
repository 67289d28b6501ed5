import { describe, expect, it } from 'vitest';
import { parseResourceAttributes } from '../src/resource-attributes-variable.js';

describe('OTEL_RESOURCE_ATTRIBUTES', () => {
  it('is a list of pairs whose keys and values are percent-decoded and trimmed', () => {
    expect(parseResourceAttributes(' a = 1 ,b%2Cc=x%3Dy%20z, ,d=%E2%82%AC+1,e=')).toEqual({
      pairs: [
        ['a', '1'],
        ['b,c', 'x=y z'],
        ['d', '€+1'],
        ['e', ''],
      ],
    });
  });

  it.each([
    ['a=1,b', "pair 2 has no '='"],
    ['a=b=c', "pair 1 has more than one '='"],
    ['a=1,=2', 'pair 2 has no key'],
    ['a=100%', 'pair 1 has a broken percent-encoding'],
    ['%zz=1', 'pair 1 has a broken percent-encoding'],
    ['a=%FF', 'pair 1 has a broken percent-encoding'],
  ])('is nothing but a problem if any pair is wrong: %s', (text, problem) => {
    expect(parseResourceAttributes(text)).toEqual({ problem });
  });
});
