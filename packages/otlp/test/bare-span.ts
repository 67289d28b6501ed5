import type { SpanContext } from '@opentelemetry/api';
import type { SpanData } from '../src/encode-span.js';

/** The context of {@link bareSpan}. */
export const context: SpanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

/** A span that has what every span has, and nothing else. */
export const bareSpan: SpanData = {
  name: 'GET /',
  kind: 1,
  spanContext: () => context,
  startTime: [1_700_000_000, 1],
  endTime: [1_700_000_000, 999_999_999],
  status: { code: 0 },
  attributes: {},
  links: [],
  events: [],
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
};
