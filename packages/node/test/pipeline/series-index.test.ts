import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeriesIndex } from '../../src/pipeline/series-index.ts';
import { seriesKey } from '../../src/pipeline/series-key.ts';

const value = fc.oneof(fc.constantFrom('a', 'b', '1', 1, 2, true, 'true', -0, 0, Number.NaN), fc.constantFrom(undefined, ['a'], null));
const attributes = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', '1'), value), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries) as never);

describe('the index of series', () => {
  it('finds the series of the same attributes, and no other', () => {
    fc.assert(
      fc.property(fc.array(attributes, { maxLength: 30 }), (all) => {
        const index = new SeriesIndex<string>(20);
        for (const one of all) {
          const found = index.get(one);
          if (found === undefined) index.set(one, seriesKey(one));
          else expect(found).toBe(seriesKey(one));
        }
      }),
    );
  });

  it('knows what was put into it, in the order in which it was', () => {
    const index = new SeriesIndex<string>(3);
    index.set({}, 'none');
    index.set({ route: '/', status: 200 }, 'ok');
    index.set({ status: 200, route: '/' }, 'ok');
    const all = [{}, { route: '/', status: 200 }, { status: 200, route: '/' }, { route: '/' }, { route: '/', status: '200' }];
    expect(all.map((one) => index.get(one))).toEqual(['none', 'ok', 'ok', undefined, undefined]);
  });

  it('tells values apart that come in runs or take turns', () => {
    const index = new SeriesIndex<string>(9);
    const all = ['/', '/users'].flatMap((route) => [200, 500].map((status) => ({ route, status })));
    const name = ({ route, status }: { route: string; status: number }) => `${route} ${status}`;
    for (const one of all) index.set(one, name(one));
    for (const one of [...all, ...all.toReversed(), ...all.flatMap((some) => [some, some])]) expect(index.get(one)).toBe(name(one));
  });

  it('takes no more than its limit, and few names at one place', () => {
    const index = new SeriesIndex<number>(30);
    for (let count = 0; count < 20; count++) index.set({ [`name${count}`]: 1 }, count);
    expect(
      Array.from({ length: 20 }, (_, count) => index.get({ [`name${count}`]: 1 })).filter((found) => found !== undefined),
    ).toHaveLength(8);
    for (let count = 0; count < 40; count++) index.set({ name0: count + 2 }, count);
    expect(Array.from({ length: 40 }, (_, count) => index.get({ name0: count + 2 })).filter((found) => found !== undefined)).toHaveLength(
      22,
    );
  });

  it('leaves out what it can’t tell apart', () => {
    const index = new SeriesIndex<number>(30);
    for (const list of [['a'], null, undefined]) {
      index.set({ list } as never, 1);
      expect(index.get({ list } as never)).toBeUndefined();
    }
  });
});
