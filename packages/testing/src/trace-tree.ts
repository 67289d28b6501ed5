import type { ReceivedSpan } from './received/received-span.js';

/** A span with the spans that it caused, sorted by start. */
export interface TraceNode {
  readonly span: ReceivedSpan;
  readonly children: readonly TraceNode[];
}

interface GrowingNode extends TraceNode {
  readonly children: GrowingNode[];
}

/**
 * Arranges the spans of one trace as trees, sorted by start. A span whose parent has not arrived is a root, and so is one span of
 * a circle of parents: each span stands in the result once.
 */
export function traceTree(spans: readonly ReceivedSpan[], traceId: string): TraceNode[] {
  const nodes = spans
    .filter((span) => span.traceId === traceId)
    .sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano))
    .map((span): GrowingNode => ({ span, children: [] }));
  // Backwards, so that of two spans with the same id the first one gets the children.
  const bySpanId = new Map(nodes.toReversed().map((node) => [node.span.spanId, node]));
  const parents = new Map<GrowingNode, GrowingNode | undefined>();
  const roots: GrowingNode[] = [];
  for (const node of nodes) {
    const parent = bySpanId.get(node.span.parentSpanId ?? '');
    const known = parent !== undefined && !descendsFrom(parent, node, parents) ? parent : undefined;
    parents.set(node, known);
    (known?.children ?? roots).push(node);
  }
  return roots;
}

function descendsFrom(node: GrowingNode, ancestor: GrowingNode, parents: ReadonlyMap<GrowingNode, GrowingNode | undefined>): boolean {
  for (let current: GrowingNode | undefined = node; current !== undefined; current = parents.get(current)) {
    if (current === ancestor) return true;
  }
  return false;
}
