import { describe, expect, it } from 'vitest';
import { parsePodInfo } from '../src/pod-info.js';

describe('downward API files', () => {
  it('hold one quoted value a line', () => {
    expect([...parsePodInfo('app="shop"\napp.kubernetes.io/name="checkout"\nempty=""\n')]).toEqual([
      ['app', 'shop'],
      ['app.kubernetes.io/name', 'checkout'],
      ['empty', ''],
    ]);
  });

  it('are unquoted as Go quotes', () => {
    const line = String.raw`note="a\"b\\c\nd\te=f, \u00e9\U0001f600 € \a\b\f\r\v \x7f \xff \' "`;
    expect(parsePodInfo(line).get('note')).toBe('a"b\\c\nd\te=f, \u00e9\u{1f600} € \u0007\b\f\r\v \u007f \uFFFD \' ');
  });

  it('may hold JSON', () => {
    const line = String.raw`kubectl.kubernetes.io/last-applied-configuration="{\"a\":\"b=\\\"c\\\"\"}\n"`;
    expect(parsePodInfo(line).get('kubectl.kubernetes.io/last-applied-configuration')).toBe('{"a":"b=\\"c\\""}\n');
  });

  it('lose only the lines that are cut off or malformed', () => {
    expect([...parsePodInfo('a="1"\nnonsense\nb=2\nc="3"\nd="cut o')]).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
  });

  it('survive an impossible code point', () => {
    expect(parsePodInfo(String.raw`a="\Uffffffff"`).get('a')).toBe('\uFFFD');
  });
});
