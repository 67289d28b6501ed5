import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, SimpleSpanProcessor, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createTraceExporter } from '@telewright/otlp';
import type { SettingValues } from '../settings/settings.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import { createSampler } from './sampler.js';
import { type SignalPipeline, withoutFlush } from './signal-pipeline.js';

/** Creates the pipeline of traces. Without an exporter spans are still made, so that context, propagation and log correlation work. */
export function createTraces(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<TracerProvider> {
  const exporters: ReturnType<typeof createTraceExporter>[] = [];
  const spanProcessors = values.tracesExporters.flatMap((name): SpanProcessor[] => {
    if (name === 'console')
      return [new SimpleSpanProcessor({ exporter: createConsoleExporter<ReadableSpan[]>((spans) => spans.map(describe)) })];
    if (name === 'none') return [];
    const exporter = createTraceExporter(connectionOptions('traces', values.traces, health));
    exporters.push(exporter);
    return [
      new BatchSpanProcessor({
        exporter: withoutFlush(exporter),
        maxQueueSize: values.spanQueueSize,
        maxExportBatchSize: values.spanBatchSize,
        scheduledDelayMillis: values.spanDelayMillis,
        exportTimeoutMillis: values.spanExportTimeoutMillis,
      }),
    ];
  });
  const provider = new TracerProvider({
    resource,
    sampler: createSampler(values),
    spanLimits: {
      attributeCountLimit: values.spanAttributeCountLimit,
      attributeValueLengthLimit: values.spanAttributeValueLengthLimit,
      eventCountLimit: values.spanEventCountLimit,
      linkCountLimit: values.spanLinkCountLimit,
      attributePerEventCountLimit: values.eventAttributeCountLimit,
      attributePerLinkCountLimit: values.linkAttributeCountLimit,
    },
    spanProcessors,
  });
  return { provider, exporters };
}

function describe(span: ReadableSpan): unknown {
  const { traceId, spanId } = span.spanContext();
  const { name, kind, startTime, duration, status, attributes, events } = span;
  return { traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, name, kind, startTime, duration, status, attributes, events };
}
