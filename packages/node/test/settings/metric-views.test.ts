import { describe, expect, it } from 'vitest';
import { metricViews } from '../../src/settings/metric-views.js';

describe('metricViews', () => {
  it('reads the name of instruments and what becomes of them', () => {
    expect(
      metricViews('http.* attributes=a|b limit=5, x name=y description=what%20it%20is buckets=0|0.5|10 , nodejs.* aggregation=drop'),
    ).toEqual({
      value: [
        { text: 'http.* attributes=a|b limit=5', instrument: 'http.*', attributes: ['a', 'b'], limit: 5 },
        {
          text: 'x name=y description=what%20it%20is buckets=0|0.5|10',
          instrument: 'x',
          name: 'y',
          description: 'what it is',
          buckets: [0, 0.5, 10],
        },
        { text: 'nodejs.* aggregation=drop', instrument: 'nodejs.*', aggregation: 'drop' },
      ],
    });
  });

  it.each([
    ['a=b', 'each starts with the name of an instrument'],
    ['x limt=5', '"limt" is not known (did you mean limit?)'],
    ['x limit=0', 'the value of limit is wrong'],
    ['x buckets=5|1', 'the value of buckets is wrong'],
    ['x aggregation=some', 'the value of aggregation is wrong'],
    ['x* name=y', 'only a whole name can be sent under another one'],
    ['x constructor=y', '"constructor" is not known'],
  ])('refuses %s and says why', (text, why) => {
    expect(metricViews(text)).toEqual({ expected: expect.stringMatching(/^a comma-separated list of views such as .*; /) });
    expect((metricViews(text) as { expected: string }).expected).toContain(why);
  });
});
