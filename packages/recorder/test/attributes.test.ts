import { type Attributes, ROOT_CONTEXT, type Span, type Tracer } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { diagnostics, only, recorders } from './recorders.js';

const told = diagnostics();

const PARTS = Symbol.for('telewright.attribute-parts');

class Point {
  x = 1;
}
const cycle: Record<string, unknown> = { name: 'cycle' };
cycle['self'] = cycle;

/** Values that are kept as they are, or as what they are compared with. */
const values: [what: string, value: unknown, kept?: unknown][] = [
  ['a string', 'text'],
  ['an empty string', ''],
  ['zero', 0],
  ['a fraction', 1.5],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['true', true],
  ['false', false],
  ['null', null],
  ['strings', ['a', 'b']],
  ['an empty list', []],
  ['a list with holes', ['a', null, undefined]],
  ['a mixed list', ['a', 1, true, null, ['b'], { c: 1 }]],
  ['bytes', Uint8Array.of(1, 2)],
  ['a map', { a: 1, b: { c: ['d'] } }],
  ['a map with something undefined', { a: 1, b: undefined }, { a: 1 }],
  ['a map without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ['the same object twice', [{ a: 1 }, { a: 1 }]],
];
const invalidValues: [what: string, value: unknown][] = [
  ['a bigint', 1n],
  ['a symbol', Symbol('a')],
  ['a function', () => 1],
  ['a date', new Date(0)],
  ['an instance of a class', new Point()],
  ['a map of JavaScript', new Map()],
  ['a cycle', cycle],
  ['a list with a function', ['a', () => 1]],
  ['a map with a bigint', { a: { b: 1n } }],
];

describe.each(recorders)('$name', ({ record }) => {
  const ended = (set: Parameters<typeof attributesOf>[1], options?: Parameters<typeof record>[0]) => attributesOf(record(options), set);

  test.each(values)('keeps %s, given at the start, by setAttribute and by setAttributes', (_, value, kept = value) => {
    expect(ended((tracer) => tracer.startSpan('one', { attributes: { key: value } }, ROOT_CONTEXT)).attributes).toEqual({ key: kept });
    expect(ended((tracer) => tracer.startSpan('one', {}, ROOT_CONTEXT).setAttribute('key', value)).attributes).toEqual({ key: kept });
    expect(ended((tracer) => tracer.startSpan('one', {}, ROOT_CONTEXT).setAttributes({ key: value })).attributes).toEqual({ key: kept });
    expect(told).toEqual([]);
  });

  test.each(invalidValues)('leaves %s out with a warning, and counts it as dropped at the start', (_, value) => {
    const atStart = ended((tracer) => tracer.startSpan('one', { attributes: { key: value, other: 1 } }, ROOT_CONTEXT));
    expect(atStart).toMatchObject({ attributes: { other: 1 }, droppedAttributesCount: 1 });
    const later = ended((tracer) => tracer.startSpan('one', {}, ROOT_CONTEXT).setAttribute('key', value).setAttribute('other', 1));
    expect(later).toMatchObject({ attributes: { other: 1 }, droppedAttributesCount: 0 });
    expect(told.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });

  test('leaves undefined out silently, and a blank name with a warning', () => {
    const span = ended((tracer) =>
      tracer
        .startSpan('one', { attributes: { a: undefined } }, ROOT_CONTEXT)
        .setAttribute('b', undefined)
        .setAttribute('', 1),
    );
    expect(span).toMatchObject({ attributes: {}, droppedAttributesCount: 0 });
    expect(told.map(({ level }) => level)).toEqual(['warn']);
  });

  test('replaces a value, keeps the order in which names came first, and ignores what is inherited', () => {
    const given = Object.assign(Object.create({ inherited: 1 }), { a: 1, b: 2 });
    const { attributes } = ended((tracer) =>
      tracer.startSpan('one', { attributes: given }, ROOT_CONTEXT).setAttributes(given).setAttribute('c', 3).setAttribute('a', 'new'),
    );
    expect(Object.entries(attributes)).toEqual([
      ['a', 'new'],
      ['b', 2],
      ['c', 3],
    ]);
  });

  test('takes attributes when they are given: what the caller changes later does not change the span', () => {
    const list = ['a'];
    const given: Attributes = { list, map: { list } };
    const span = ended((tracer) => {
      const started = tracer.startSpan('one', { attributes: given }, ROOT_CONTEXT).setAttribute('later', list);
      list.push('b');
      given['new'] = 1;
      return started;
    });
    expect(span.attributes).toEqual({ list: ['a'], map: { list: ['a'] }, later: ['a'] });
  });

  test('takes 128 attributes by default, counts further ones as dropped, and still replaces', () => {
    const many = Object.fromEntries(Array.from({ length: 127 }, (_, index) => [`key${index}`, index]));
    const span = ended((tracer) =>
      tracer
        .startSpan('one', { attributes: many }, ROOT_CONTEXT)
        .setAttributes({ last: 1, beyond: 2, further: 3 })
        .setAttribute('key0', 'new')
        .setAttribute('beyond', 4),
    );
    expect(Object.keys(span.attributes)).toHaveLength(128);
    expect(span.attributes).toMatchObject({ key0: 'new', last: 1 });
    expect(span.droppedAttributesCount).toBe(3);
  });

  test.each([0, 2])('takes %d attributes if that is the limit', (attributeCountLimit) => {
    const options = { spanLimits: { attributeCountLimit } };
    const atStart = ended((tracer) => tracer.startSpan('one', { attributes: { a: 1, b: 2, c: undefined, d: 4 } }, ROOT_CONTEXT), options);
    expect(Object.keys(atStart.attributes)).toHaveLength(attributeCountLimit);
    expect(atStart.droppedAttributesCount).toBe(3 - attributeCountLimit);
  });

  test('a value that replaces another does not count for the limit', () => {
    const span = ended(
      (tracer) => tracer.startSpan('one', {}, ROOT_CONTEXT).setAttribute('a', 1).setAttribute('a', 2).setAttribute('b', 3),
      {
        spanLimits: { attributeCountLimit: 2 },
      },
    );
    expect(span).toMatchObject({ attributes: { a: 2, b: 3 }, droppedAttributesCount: 0 });
  });

  test('cuts strings and bytes to the limit of lengths, wherever they are', () => {
    const options = { spanLimits: { attributeValueLengthLimit: 2 } };
    const attributes = {
      text: 'abc',
      list: ['abc', 'a'],
      map: { text: 'abc' },
      bytes: Uint8Array.of(1, 2, 3),
      number: 12_345,
      short: 'ab',
    };
    const cut = { text: 'ab', list: ['ab', 'a'], map: { text: 'ab' }, bytes: Uint8Array.of(1, 2), number: 12_345, short: 'ab' };
    expect(ended((tracer) => tracer.startSpan('one', { attributes }, ROOT_CONTEXT), options).attributes).toEqual(cut);
    expect(ended((tracer) => tracer.startSpan('one', {}, ROOT_CONTEXT).setAttributes(attributes), options).attributes).toEqual(cut);
  });

  test.each([{}, { attributeCountLimit: 1 }, { attributeValueLengthLimit: 2 }, { attributeCountLimit: 0 }])(
    'keeps the limits %j for attributes that come in parts, too',
    (spanLimits) => {
      const start = (mark: object) =>
        ended((tracer) => tracer.startSpan('one', { attributes: { a: 'text', b: 2 }, ...mark }, ROOT_CONTEXT).setAttribute('c', 'later'), {
          spanLimits,
        });
      const { attributes, droppedAttributesCount } = start({ [PARTS]: { shared: { list: ['b', 2] }, own: ['a', 'text'] } });
      const copied = start({});
      expect([attributes, droppedAttributesCount]).toEqual([copied.attributes, copied.droppedAttributesCount]);
    },
  );

  test('leaves out what has a blank name among plain values at the start, and counts it as dropped', () => {
    const span = ended((tracer) => tracer.startSpan('one', { attributes: { a: 'text', '': 1, b: 2 } }, ROOT_CONTEXT));
    expect(span).toMatchObject({ attributes: { a: 'text', b: 2 }, droppedAttributesCount: 1 });
    expect(Object.keys(span.attributes)).toEqual(['a', 'b']);
  });

  test('are copied from what is given, which may be changed afterwards, without what it inherits', () => {
    const inherited = Object.assign(Object.create({ inherited: 1 }), { a: 'text', b: 1, c: true });
    const { attributes } = ended((tracer) => {
      const span = tracer.startSpan('one', { attributes: inherited }, ROOT_CONTEXT).setAttribute('d', 2);
      inherited.a = 'changed';
      return span;
    });
    expect(attributes).toEqual({ a: 'text', b: 1, c: true, d: 2 });
    expect(inherited).toEqual({ a: 'changed', b: 1, c: true });
  });

  test.each(['before', 'after'])('are the same %s somebody has read them, however often and in whatever order they were set', (when) => {
    const set = (start: (tracer: Tracer) => Span) =>
      ended((tracer) => {
        const span = start(tracer) as Span & { attributes: Attributes };
        if (when === 'after') expect(span.attributes).toHaveProperty('a');
        span
          .setAttribute('a', 'changed')
          .setAttribute('b', 1)
          .setAttribute('b', [2])
          .setAttribute('a', -0)
          .setAttributes({ d: '', c: true });
        for (let index = 0; index < 40; index++) span.setAttribute(`key ${index % 20}`, index);
        return span
          .setAttribute('c', undefined)
          .setAttribute('', 1)
          .setAttribute('a', 'last')
          .setAttribute(7 as never, 'seven');
      }).attributes;
    const expected = {
      a: 'last',
      b: [2],
      c: true,
      d: '',
      7: 'seven',
      ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key ${index}`, index + 20])),
    };
    const given = { attributes: { a: 'text', c: 1 } };
    expect(set((tracer) => tracer.startSpan('one', given, ROOT_CONTEXT))).toEqual(expected);
    const inParts = () => ({ ...given, [PARTS]: { shared: { list: ['a', 'text'] }, own: ['c', 1] } });
    expect(set((tracer) => tracer.startSpan('one', inParts(), ROOT_CONTEXT))).toEqual(expected);
    expect(set((tracer) => tracer.startSpan('one', inParts(), ROOT_CONTEXT))).toEqual(expected);
    expect(given).toEqual({ attributes: { a: 'text', c: 1 } });
  });

  test.each([0, -1])('ignores a limit of lengths of %d', (attributeValueLengthLimit) => {
    const options = { spanLimits: { attributeValueLengthLimit } };
    expect(ended((tracer) => tracer.startSpan('one', {}, ROOT_CONTEXT).setAttribute('a', 'text'), options).attributes).toEqual({
      a: 'text',
    });
  });
});

function attributesOf({ tracer, spans }: ReturnType<(typeof recorders)[number]['record']>, set: (t: typeof tracer) => { end(): void }) {
  set(tracer).end();
  return only(spans);
}
