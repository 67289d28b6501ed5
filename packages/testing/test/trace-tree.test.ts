import { type TraceNode, traceTree } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { TRACE_ID } from './payloads.js';
import { spanOf } from './span-of.js';

type Names = [string, ...Names[]];
const names = (nodes: readonly TraceNode[]): Names[] => nodes.map(({ span, children }) => [span.name, ...names(children)]);

describe('traceTree', () => {
  it('puts children below their parents by start, in whatever order they came', () => {
    const spans = [spanOf('d', 'b', 4), spanOf('c', 'a', 3), spanOf('b', 'a', 2), spanOf('a', undefined, 1)];
    expect(names(traceTree(spans, TRACE_ID))).toEqual([['a', ['b', ['d']], ['c']]]);
  });

  it('makes a root of a span whose parent has not arrived', () => {
    expect(names(traceTree([spanOf('c', 'b', 3), spanOf('a', undefined, 4)], TRACE_ID))).toEqual([['c'], ['a']]);
  });

  it('leaves out other traces', () => {
    const other = spanOf('b', 'a', 2, { traceId: 'f'.repeat(32) });
    expect(names(traceTree([spanOf('a', undefined, 1), other], TRACE_ID))).toEqual([['a']]);
  });

  it('shows each span once, even when parents go round in a circle or ids repeat', () => {
    expect(names(traceTree([spanOf('a', 'a', 1)], TRACE_ID))).toEqual([['a']]);
    expect(names(traceTree([spanOf('a', 'c', 1), spanOf('b', 'a', 2), spanOf('c', 'b', 3)], TRACE_ID))).toEqual([['c', ['a', ['b']]]]);
    const twice = [spanOf('a', undefined, 1), spanOf('a', undefined, 2, { name: 'again' }), spanOf('b', 'a', 3)];
    expect(names(traceTree(twice, TRACE_ID))).toEqual([['a', ['b']], ['again']]);
  });
});
