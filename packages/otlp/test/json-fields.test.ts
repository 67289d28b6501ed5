import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAnyValue, writeAttributes } from '../src/any-value.js';
import { LOG_ATTRIBUTES, LOG_BODY } from '../src/encode-log-record.js';
import { FieldUses } from '../src/field-uses.js';
import { JsonFields } from '../src/json-fields.js';
import { ProtoWriter } from '../src/proto-writer.js';

const plain = new FieldUses(() => 'attribute');

/** Encodes the fields of JSON text, with something before and behind them; `undefined` where that was given up. */
function encode(fields: string, uses = plain): { bytes: string; attributes: number } | undefined {
  const json = Buffer.from(`{"level":30${fields}}\n`);
  const writer = new ProtoWriter(0);
  const attributes = new JsonFields().write(writer, json, 11, json.length - 2, uses);
  return attributes < 0 ? undefined : { bytes: Buffer.from(writer.view()).toString('hex'), attributes };
}

/** What the encoding of the parsed text is. */
function parsed(fields: string): { bytes: string; attributes: number } {
  const values = JSON.parse(`{${fields.slice(1)}}`);
  const writer = new ProtoWriter(0);
  writeAttributes(writer, LOG_ATTRIBUTES, values);
  return { bytes: Buffer.from(writer.view()).toString('hex'), attributes: Object.keys(values).length };
}

describe('fields of JSON text', () => {
  it.each([
    [',"a":"text","b":"","c":"\\"\\\\\\/\\b\\f\\n\\r\\t","d":"\\u0000\\u00e9\\ud83d\\ude00 é😀"'],
    [',"a":0,"b":127,"c":128,"d":2147483648,"e":9007199254740991,"f":-1,"g":-9007199254740991,"h":1764054000123'],
    [',"a":0.5,"b":12.5,"c":-0.1,"d":1e21,"e":1.5e-7,"f":9007199254740993,"g":123456789012345678,"h":0.1234567890123456,"i":-0,"j":2.0'],
    [',"a":true,"b":false,"c":null,"d":[],"e":{},"f":[[],[{}]]'],
    [',"a":{"b":[1,"two",{"c":null,"":[true]}],"user.id":7},"ключ":"значение"'],
    [`,"a":"${'x'.repeat(125)}","b":"${'x'.repeat(126)}","c":"${'é'.repeat(20_000)}","d":{"e":["${'y'.repeat(200)}"]}`],
    [`,"${'k'.repeat(127)}":1`],
  ])('are encoded as what they mean: %.60s', (fields) => {
    expect(encode(fields)).toEqual(parsed(fields));
  });

  it('are encoded as what they mean, whatever JSON.stringify writes', () => {
    const key = fc
      .oneof(fc.string(), fc.string({ unit: 'binary' }))
      .filter((name) => !/^(?:\d|__|$)/.test(name) && !/["\\\p{Cc}\ud800-\udfff]/u.test(name));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.integer(),
        fc.maxSafeInteger(),
        fc.float({ noNaN: true }).map((number) => Number(number.toFixed(3))),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(key, tie('value'), { noNullPrototype: true }),
      ),
    }));
    const fields = fc.dictionary(key, value, { noNullPrototype: true }).map((map) => {
      const text = JSON.stringify(map).slice(1, -1);
      return text === '' ? '' : `,${text}`;
    });
    fc.assert(
      fc.property(fields, (text) => {
        expect(encode(text)).toEqual(parsed(text));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [',"1":1'],
    [',"a":{"2":1}'],
    [',"__proto__":1'],
    [',"":1'],
    [',"a\\n":1'],
    [', "a":1'],
    [',"a": 1'],
    [',"a":"\\x"'],
    [',"a":"\\u00"'],
    [',"a":"open'],
    [',"a":[1'],
    [',"a":{"b"'],
    [',"a":tru'],
    [',"a":nul!'],
    [',"a":NaN'],
    [',"a":1x'],
    [',"a":-'],
    [',"a"'],
    [',"a":'],
    [',a:1'],
    ['"a":1'],
    [`,"a":${'['.repeat(21)}${']'.repeat(21)}`],
    [`,"${'k'.repeat(128)}":1`],
  ])('are left to others where they are unusual, or no JSON: %.40s', (fields) => {
    expect(encode(fields)).toBeUndefined();
  });

  it('become what is said of their names', () => {
    const uses = new FieldUses((key) => (key === 'err' ? 'unknown' : 'attribute'));
    uses.setBody('text');
    uses.setBody('msg');
    uses.mark('err');
    const writer = new ProtoWriter(0);
    writeAttributes(writer, LOG_ATTRIBUTES, { a: 1 });
    writeAnyValue(writer, LOG_BODY, 'done');
    expect(encode(',"a":1,"msg":"done"', uses)).toEqual({ bytes: Buffer.from(writer.view()).toString('hex'), attributes: 1 });
    expect(encode(',"a":1,"msg":"done","msg":"again"', uses)).toBeUndefined();
    expect(encode(',"a":1,"err":{}', uses)).toBeUndefined();
    expect(encode(',"text":1,"meg":2', uses)).toEqual(parsed(',"text":1,"meg":2'));
  });
});
