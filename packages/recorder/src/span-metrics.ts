import { type MeterProvider, SamplingDecision, type SpanContext } from '@opentelemetry/api';
import { VERSION } from './version.js';

const DECISIONS: Record<SamplingDecision, string> = {
  [SamplingDecision.NOT_RECORD]: 'DROP',
  [SamplingDecision.RECORD]: 'RECORD_ONLY',
  [SamplingDecision.RECORD_AND_SAMPLED]: 'RECORD_AND_SAMPLE',
};

/** Counts spans that start and spans that live. */
export interface SpanMetrics {
  started(parent: SpanContext | undefined, decision: SamplingDecision): void;
  ended(sampled: boolean): void;
}

/**
 * Creates the metrics of the recorder about itself.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/#span-metrics
 */
export function createSpanMetrics(meterProvider: MeterProvider): SpanMetrics {
  const meter = meterProvider.getMeter('@telewright/recorder', VERSION);
  const started = meter.createCounter('otel.sdk.span.started', { unit: '{span}', description: 'The number of created spans.' });
  const live = meter.createUpDownCounter('otel.sdk.span.live', { unit: '{span}', description: 'The number of currently live spans.' });
  return {
    started(parent, decision) {
      const result = DECISIONS[decision];
      const origin = parent === undefined ? 'none' : parent.isRemote ? 'remote' : 'local';
      started.add(1, { 'otel.span.parent.origin': origin, 'otel.span.sampling_result': result });
      if (decision !== SamplingDecision.NOT_RECORD) live.add(1, { 'otel.span.sampling_result': result });
    },
    ended(sampled) {
      const decision = sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD;
      live.add(-1, { 'otel.span.sampling_result': DECISIONS[decision] });
    },
  };
}
