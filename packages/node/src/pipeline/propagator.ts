import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { PropagatorName } from '../settings/settings.js';

/** Creates the propagator that `OTEL_PROPAGATORS` names; none gives one that does nothing. */
export function createPropagator(names: readonly PropagatorName[]): TextMapPropagator {
  const propagators = names.flatMap((name) => {
    if (name === 'tracecontext') return [new W3CTraceContextPropagator()];
    return name === 'baggage' ? [new W3CBaggagePropagator()] : [];
  });
  return new CompositePropagator({ propagators });
}
