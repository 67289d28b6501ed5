import { SpanKind } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { withJobSpan } from '../src/job-span.js';
import { withSpan } from '../src/with-span.js';
import { recordSpans } from './recorded-spans.js';

const spans = recordSpans();
const attributes = { 'telewright.job.name': 'invoice reminder', 'telewright.job.trigger': 'schedule' } as const;

describe('withJobSpan', () => {
  it('begins a trace of its own with a link to what started it', () => {
    withSpan('request', () => withJobSpan(attributes, () => undefined));
    const [job, request] = spans();
    expect(job).toMatchObject({
      name: 'invoice reminder',
      kind: SpanKind.INTERNAL,
      attributes,
      links: [{ context: request?.spanContext() }],
    });
    expect(job?.parentSpanContext).toBeUndefined();
    expect(job?.spanContext().traceId).not.toBe(request?.spanContext().traceId);
  });

  it('has no link where nothing started it', () => {
    withJobSpan(attributes, () => undefined);
    expect(spans()).toMatchObject([{ links: [] }]);
  });

  it('is a child where that is asked for', () => {
    withSpan('request', () => withJobSpan(attributes, { root: false }, () => undefined));
    const [job, request] = spans();
    expect(job?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(job?.links).toEqual([]);
  });
});
