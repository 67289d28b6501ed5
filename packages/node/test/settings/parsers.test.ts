import { describe, expect, it } from 'vitest';
import { boolean, headers, integer, list, listOf, listOrNone, oneOf, ratio, url } from '../../src/settings/parsers.js';

describe('boolean', () => {
  it('is true or false in any case', () => {
    expect([boolean('true'), boolean('TRUE'), boolean('False')]).toEqual([{ value: true }, { value: true }, { value: false }]);
  });

  it('refuses 1 and yes, as the specification asks', () => {
    expect([boolean('1'), boolean('yes')]).toEqual([{ expected: 'true or false' }, { expected: 'true or false' }]);
  });
});

describe('integer', () => {
  it('takes whole numbers within its bounds only', () => {
    const parse = integer(1, 10);
    expect(parse('1')).toEqual({ value: 1 });
    expect(parse('10')).toEqual({ value: 10 });
    for (const text of ['0', '11', '1.5', '-1', '1e1', '0x1', 'ten', ' ']) {
      expect(parse(text)).toEqual({ expected: 'a whole number from 1 to 10' });
    }
  });
});

describe('ratio', () => {
  it('takes numbers from 0 to 1', () => {
    expect([ratio('0'), ratio('0.25'), ratio('1')]).toEqual([{ value: 0 }, { value: 0.25 }, { value: 1 }]);
    expect([ratio('1.1'), ratio('-0.1'), ratio('half')]).toEqual(Array(3).fill({ expected: 'a number from 0 to 1' }));
  });
});

describe('oneOf and listOf', () => {
  it('compare names in any case', () => {
    expect(oneOf('gzip', 'none')('GZip')).toEqual({ value: 'gzip' });
    expect(oneOf('gzip', 'none')('br')).toEqual({ expected: 'one of gzip, none' });
  });

  it('remove duplicates and blanks, and refuse an unknown name', () => {
    expect(listOf('a', 'b')('b, A,,b')).toEqual({ value: ['b', 'a'] });
    expect(listOf('a', 'b')('a,c')).toEqual({ expected: 'a comma-separated list of a, b' });
    expect(list(' x ,, y,x')).toEqual({ value: ['x', 'y'] });
  });
});

describe('url', () => {
  it('takes absolute http and https URLs', () => {
    expect(url('https://collector:4318/base')).toEqual({ value: 'https://collector:4318/base' });
    for (const text of ['collector:4318', '/v1/traces', 'grpc://collector', 'http://']) {
      expect(url(text)).toEqual({ expected: 'a URL that starts with http:// or https://' });
    }
  });
});

describe('headers', () => {
  it('reads pairs in the W3C Baggage format', () => {
    expect(headers('Authorization=Basic%20abc%3D%3D, x-scope=a=b;property=1')).toEqual({
      value: { authorization: 'Basic abc==', 'x-scope': 'a=b' },
    });
  });

  it('takes an empty value', () => {
    expect(headers('x-scope=,authorization=token')).toEqual({ value: { 'x-scope': '', authorization: 'token' } });
  });

  it('refuses a pair without a name, a broken escape and a line break in a value', () => {
    const expected = { expected: 'key=value pairs, separated by commas and percent-encoded' };
    expect([headers('=x'), headers('a'), headers('a=%zz'), headers('a=b%0d%0aevil: 1')]).toEqual(Array(4).fill(expected));
  });
});

describe('listOrNone', () => {
  it('is empty for none, which stands alone', () => {
    expect([listOrNone('None'), listOrNone('/a, none'), listOrNone('/a,/b')]).toEqual([
      { value: [] },
      { value: ['/a', 'none'] },
      { value: ['/a', '/b'] },
    ]);
  });
});
