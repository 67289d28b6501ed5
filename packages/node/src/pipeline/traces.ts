import { TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { type ReadableSpan, SimpleSpanProcessor, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createTraceQueue, type TraceQueue } from '@telewright/otlp';
import { baggageToSpans } from '../baggage/copy-baggage.js';
import type { SettingValues } from '../settings/settings.js';
import { createConsoleExporter } from './console-exporter.js';
import { type Delivery, queueOptions } from './delivery.js';
import { createSampler } from './sampler.js';
import type { SignalPipeline } from './signal-pipeline.js';

/** Creates the pipeline of traces. Without an exporter spans are still made, so that context, propagation and log correlation work. */
export function createTraces(values: SettingValues, resource: Resource, delivery: Delivery): SignalPipeline<TracerProvider> {
  const queues: TraceQueue[] = [];
  const spanProcessors = values.tracesExporters.flatMap((name): SpanProcessor[] => {
    if (name === 'console')
      return [new SimpleSpanProcessor({ exporter: createConsoleExporter<ReadableSpan[]>((spans) => spans.map(describe)) })];
    if (name === 'none') return [];
    const queue = createTraceQueue({
      ...queueOptions(values, 'traces', delivery),
      maxItems: values.spanQueueSize,
      maxBatchItems: values.spanBatchSize,
      delayMillis: values.spanDelayMillis,
    });
    queues.push(queue);
    return [queueingProcessor(queue)];
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
  return { provider, outlets: queues };
}

function queueingProcessor(queue: TraceQueue): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd(span) {
      if (span.spanContext().traceFlags & TraceFlags.SAMPLED) queue.add(span);
    },
    forceFlush: async () => void (await queue.flush()),
    shutdown: () => Promise.resolve(), // the queue outlives its provider: its end is told apart from the provider's
  };
}

function describe(span: ReadableSpan): unknown {
  const { traceId, spanId } = span.spanContext();
  const { name, kind, startTime, duration, status, attributes, events } = span;
  return { traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, name, kind, startTime, duration, status, attributes, events };
}
