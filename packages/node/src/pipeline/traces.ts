import type { TracerProvider } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanLimits } from '@opentelemetry/sdk-trace';
import { createTraceQueue, type TraceQueue } from '@telewright/otlp';
import { encodeRecordedSpan, type SpanSink } from '@telewright/recorder';
import { baggageToSpans } from '../baggage/copy-baggage.js';
import { exceptionProcessors } from '../exceptions.js';
import type { GivenProcessing } from '../settings/given-processing.js';
import type { SettingValues } from '../settings/settings.js';
import { chooseSampler } from './choose-sampler.js';
import { type Delivery, queueOptions } from './delivery.js';
import { chooseRecorder } from './recorder.js';
import type { Provider, SignalPipeline } from './signal-pipeline.js';
import { consoleSink, queueSink } from './sinks.js';

/** Creates the pipeline of traces. Without an exporter spans are still made, so that context, propagation and log correlation work. */
export function createTraces(
  values: SettingValues,
  resource: Resource,
  delivery: Delivery,
  { spanProcessors, sampler }: GivenProcessing,
): SignalPipeline<TracerProvider & Provider> {
  const { sinks, outlets } = createSpanSinks(values, delivery);
  const provider = chooseRecorder(values.recorder).createTracerProvider({
    resource,
    sampler: sampler ?? chooseSampler(values),
    spanLimits: spanLimits(values),
    spanProcessors: [...exceptionProcessors(values.exceptions), ...baggageToSpans(values.baggageAttributes), ...spanProcessors],
    sinks,
  });
  return { provider, outlets };
}

/** Creates what takes the spans, one for each exporter. */
export function createSpanSinks(values: SettingValues, delivery: Delivery): { sinks: SpanSink[]; outlets: TraceQueue[] } {
  const outlets: TraceQueue[] = [];
  const sinks = values.tracesExporters.flatMap((name): SpanSink[] => {
    if (name === 'console') return [consoleSink(describe)];
    if (name === 'none') return [];
    const options = {
      ...queueOptions(values, 'traces', delivery),
      maxItems: values.spanQueueSize,
      maxBatchItems: values.spanBatchSize,
      delayMillis: values.spanDelayMillis,
    };
    const queue = createTraceQueue(options, encodeRecordedSpan);
    outlets.push(queue);
    return [queueSink(queue)];
  });
  return { sinks, outlets };
}

/** Gives the limits of spans as the SDK takes them. */
export function spanLimits(values: SettingValues): Required<SpanLimits> {
  return {
    attributeCountLimit: values.spanAttributeCountLimit,
    attributeValueLengthLimit: values.spanAttributeValueLengthLimit,
    eventCountLimit: values.spanEventCountLimit,
    linkCountLimit: values.spanLinkCountLimit,
    attributePerEventCountLimit: values.eventAttributeCountLimit,
    attributePerLinkCountLimit: values.linkAttributeCountLimit,
  };
}

function describe(span: ReadableSpan): unknown {
  const { traceId, spanId } = span.spanContext();
  const { name, kind, startTime, duration, status, attributes, events } = span;
  return { traceId, spanId, parentSpanId: span.parentSpanContext?.spanId, name, kind, startTime, duration, status, attributes, events };
}
