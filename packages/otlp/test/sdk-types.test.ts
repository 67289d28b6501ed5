import type { LogRecordExporter, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { describe, expectTypeOf, it } from 'vitest';
import type { Exporter, LogRecordData, MetricExporter, MetricsData, SpanData } from '../src/index.js';

describe('the types of this package', () => {
  it('take what the OpenTelemetry SDK hands to exporters', () => {
    expectTypeOf<ReadableSpan>().toExtend<SpanData>();
    expectTypeOf<ReadableLogRecord>().toExtend<LogRecordData>();
    expectTypeOf<ResourceMetrics>().toExtend<MetricsData>();
  });

  it('are exporters for the OpenTelemetry SDK', () => {
    expectTypeOf<Exporter<SpanData[]>>().toExtend<SpanExporter>();
    expectTypeOf<Exporter<LogRecordData[]>>().toExtend<LogRecordExporter>();
    expectTypeOf<MetricExporter>().toExtend<PushMetricExporter>();
  });
});
