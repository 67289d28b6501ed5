import { diag } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { resolveTraceFields, type TraceFieldNames, type TraceFieldPreset } from '../../src/fields/trace-fields.js';
import { captureDiagnostics } from '../captured-diagnostics.js';

const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

function fieldsOf(setting?: TraceFieldNames | TraceFieldPreset): Record<string, unknown> {
  return Object.fromEntries(resolveTraceFields(setting).map(({ key, format }) => [key, format(spanContext)]));
}

describe('the fields of a span', () => {
  const otel = { trace_id: spanContext.traceId, span_id: spanContext.spanId, trace_flags: '01' };

  it('have the names of OpenTelemetry by default, and for Grafana Loki and Splunk', () => {
    for (const setting of [undefined, 'otel', 'loki', 'splunk'] as const) expect(fieldsOf(setting)).toEqual(otel);
  });

  it('follow the Elastic Common Schema', () => {
    expect(fieldsOf('ecs')).toEqual({ 'trace.id': spanContext.traceId, 'span.id': spanContext.spanId });
  });

  it('are decimal for Datadog, of the lower 64 bits', () => {
    expect(fieldsOf('datadog')).toEqual({ 'dd.trace_id': '9532127138774266268', 'dd.span_id': '13235353014750950193' });
  });

  it('say whether the trace is sampled for Google Cloud', () => {
    expect(fieldsOf('gcp')).toEqual({
      'logging.googleapis.com/trace': spanContext.traceId,
      'logging.googleapis.com/spanId': spanContext.spanId,
      'logging.googleapis.com/trace_sampled': true,
    });
  });

  it('name the trace with its project for Google Cloud when that is known', () => {
    expect(fieldsOf('gcp:shop-prod')).toMatchObject({
      'logging.googleapis.com/trace': `projects/shop-prod/traces/${spanContext.traceId}`,
      'logging.googleapis.com/spanId': spanContext.spanId,
    });
  });

  it('can be named one by one', () => {
    expect(fieldsOf({ traceId: 'traceID' })).toEqual({ traceID: spanContext.traceId, span_id: spanContext.spanId, trace_flags: '01' });
  });

  it('fall back to OpenTelemetry, reported once, for a preset that does not exist', () => {
    const messages = captureDiagnostics();
    for (let repeat = 0; repeat < 2; repeat++) expect(fieldsOf('newrelic' as TraceFieldPreset)).toEqual(otel);
    expect(messages).toEqual([
      '@telewright/logs: expected fields to be one of otel, loki, splunk, ecs, datadog, gcp, gcp:<project>, got "newrelic"; using otel',
    ]);
    diag.disable();
  });
});
