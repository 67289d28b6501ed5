import type { ReceivedSpan } from './received.js';

/** A span with the spans that it is the parent of. */
export interface TraceNode {
  readonly span: ReceivedSpan;
  readonly children: readonly TraceNode[];
}

/** Arranges the spans of a trace by their parents, each level by start time. A span whose parent did not arrive is a root. */
export function traceTree(spans: readonly ReceivedSpan[], traceId: string): TraceNode[] {
  const own = spans.filter((span) => span.traceId === traceId);
  own.sort((a, b) => (a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1));
  const ids = new Set(own.map((span) => span.spanId));
  const node = (span: ReceivedSpan): TraceNode => ({ span, children: own.filter((child) => child.parentSpanId === span.spanId).map(node) });
  return own.filter((span) => span.parentSpanId === undefined || !ids.has(span.parentSpanId)).map(node);
}
