import { describe, expect, it } from 'vitest';
import { errorTypeOf } from '../src/error.js';

describe('errorTypeOf', () => {
  it('takes the code of a system error', () => {
    expect(errorTypeOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  });

  it('takes the name where the code is a number', () => {
    expect(errorTypeOf(new DOMException('stopped', 'AbortError'))).toBe('AbortError');
  });

  it('takes the name of the class', () => {
    expect(errorTypeOf(new TypeError('wrong'))).toBe('TypeError');
  });

  it('calls what is no error _OTHER', () => {
    expect([errorTypeOf('text'), errorTypeOf(undefined), errorTypeOf(null), errorTypeOf({})]).toEqual(Array(4).fill('_OTHER'));
  });
});
