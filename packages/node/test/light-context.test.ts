import { context, ROOT_CONTEXT as OFFICIAL, propagation, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { createContextKey, ROOT_CONTEXT } from '../src/light-context.ts';

const [one, two, three] = ['one', 'two', 'three'].map(createContextKey) as [symbol, symbol, symbol];

describe.each([
  ['our context', ROOT_CONTEXT],
  ['the context of the API', OFFICIAL],
])('%s', (_, root) => {
  it('has the values that were set, and nothing else', () => {
    const both = root.setValue(one, 1).setValue(two, undefined);
    expect([one, two, three].map((key) => both.getValue(key))).toEqual([1, undefined, undefined]);
    expect(root.getValue(one)).toBeUndefined();
  });

  it('is not changed by what is made of it', () => {
    const first = root.setValue(one, 1).setValue(two, 2);
    const changed = first.setValue(one, 'changed').deleteValue(two);
    expect([one, two].map((key) => first.getValue(key))).toEqual([1, 2]);
    expect([one, two].map((key) => changed.getValue(key))).toEqual(['changed', undefined]);
    expect(changed.deleteValue(three).getValue(one)).toBe('changed');
  });

  it('takes the spans and the baggage of any copy of the API', () => {
    const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
    const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
    const made = propagation.setBaggage(trace.setSpan(root, span), baggage);
    expect([trace.getSpan(made), propagation.getBaggage(made)]).toEqual([span, baggage]);
    expect(trace.getSpan(trace.deleteSpan(made))).toBeUndefined();
    expect(context.with(made, () => 'called')).toBe('called');
  });
});

it('keeps nothing of the spans that a chain of contexts had before', async () => {
  let made = ROOT_CONTEXT.setValue(one, 'kept');
  for (let depth = 0; depth < 1_000; depth++) made = made.setValue(two, depth).setValue(three, depth);
  const values: unknown[] = [];
  for (let node = made as unknown as { parent?: never; value: unknown } | undefined; node; node = node.parent) values.push(node.value);
  expect(values).toEqual([999, 999, 'kept', undefined]);
});
