import { describe, expect, it } from 'vitest';
import type { ReceivedSpan } from '../src/received.js';
import { type TraceNode, traceTree } from '../src/trace-tree.js';

const span = (spanId: string, parentSpanId: string | undefined, start: bigint, traceId = 't'): ReceivedSpan =>
  ({ traceId, spanId, parentSpanId, startTimeUnixNano: start }) as ReceivedSpan;
const names = (nodes: readonly TraceNode[]): unknown[] => nodes.map(({ span: { spanId }, children }) => [spanId, names(children)]);

describe('traceTree', () => {
  it('arranges spans by parent and start, whatever their order of arrival', () => {
    const spans = [span('c', 'a', 3n), span('b', 'a', 2n), span('a', undefined, 1n), span('d', 'b', 4n), span('x', undefined, 0n, 'other')];
    expect(names(traceTree(spans, 't'))).toEqual([
      [
        'a',
        [
          ['b', [['d', []]]],
          ['c', []],
        ],
      ],
    ]);
  });

  it('takes a span whose parent did not arrive as a root', () => {
    expect(names(traceTree([span('a', 'lost', 1n)], 't'))).toEqual([['a', []]]);
  });
});
