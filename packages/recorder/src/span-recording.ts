import type { InstrumentationScope, Resource } from './sdk-types.js';
import type { ResolvedSpanLimits } from './span-limits.js';
import type { SpanMetrics } from './span-metrics.js';
import type { SpanProcessors } from './span-processors.js';

/** What all spans of a tracer have in common. */
export interface SpanRecording {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
  readonly limits: ResolvedSpanLimits;
  readonly processors: SpanProcessors;
  readonly metrics: SpanMetrics | undefined;
  /** Whether only sinks take the spans. */
  readonly lean: boolean;
  /** Of how many of its own attributes a span may keep a list, in entries of it: so few that no limit is ever reached. */
  readonly mostOwn: number;
  /** Whether the ids are valid for certain: ours are, those of a generator of somebody else may be anything. */
  readonly hasValidIds: boolean;
}
