import { decodeLogs } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { toProtobuf } from '../payloads.js';

function body(value: object | undefined): unknown {
  return decodeLogs(toProtobuf('Logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: value }] }] }] }))[0]?.body;
}

describe('values', () => {
  it.each([
    ['an empty string', { stringValue: '' }, ''],
    ['text beyond ASCII', { stringValue: 'žluťoučký 🐎' }, 'žluťoučký 🐎'],
    ['false', { boolValue: false }, false],
    ['zero', { intValue: '0' }, 0],
    ['the largest safe integer', { intValue: '9007199254740991' }, 9007199254740991],
    ['an integer above it', { intValue: '9007199254740992' }, 9007199254740992n],
    ['the smallest integer', { intValue: '-9223372036854775808' }, -9223372036854775808n],
    ['a double', { doubleValue: 0.1 }, 0.1],
    ['not a number', { doubleValue: Number.NaN }, Number.NaN],
    ['bytes', { bytesValue: Uint8Array.of(0, 255) }, Uint8Array.of(0, 255)],
    ['an array of mixed values', { arrayValue: { values: [{ intValue: '1' }, {}, { arrayValue: {} }] } }, [1, null, []]],
    ['no value', {}, null],
    ['no message', undefined, null],
  ])('give %s as it was', (_name, sent, received) => {
    expect(body(sent)).toStrictEqual(received);
  });

  it('give a list of pairs as an object, whatever its keys', () => {
    const values = [
      { key: 'a', value: { stringValue: 'first' } },
      { key: 'a', value: { stringValue: 'last' } },
      { key: '__proto__', value: { boolValue: true } },
      { key: 'none' },
    ];
    const read = body({ kvlistValue: { values } }) as object;
    expect(Object.entries(read)).toStrictEqual([
      ['a', 'last'],
      ['__proto__', true],
      ['none', null],
    ]);
  });
});
