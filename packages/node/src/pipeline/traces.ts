import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, SimpleSpanProcessor, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createTraceExporter } from '@telewright/otlp';
import { baggageToSpans } from '../baggage/copy-baggage.js';
import type { SettingValues } from '../settings/settings.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import { createSampler } from './sampler.js';
import { type Flush, type SignalPipeline, takeOver } from './signal-pipeline.js';

/** Creates the pipeline of traces. Without an exporter spans are still made, so that context, propagation and log correlation work. */
export function createTraces(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<TracerProvider> {
  const pending: Flush[] = [];
  const spanProcessors = values.tracesExporters.flatMap((name): SpanProcessor[] => {
    if (name === 'console')
      return [new SimpleSpanProcessor({ exporter: createConsoleExporter<ReadableSpan[]>((spans) => spans.map(describe)) })];
    if (name === 'none') return [];
    const exporter = takeOver(createTraceExporter(connectionOptions(values.traces, health)), values.shutdownTimeoutMillis);
    pending.push(exporter.pending);
    return [
      new BatchSpanProcessor({
        exporter: exporter.taking,
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
    spanProcessors: [...baggageToSpans(values.baggageAttributes), ...spanProcessors],
  });
  return { provider, pending };
}

function describe(span: ReadableSpan): unknown {
  const { traceId, spanId } = span.spanContext();
  const { name, kind, startTime, duration, status, attributes, events } = span;
  return { traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, name, kind, startTime, duration, status, attributes, events };
}
