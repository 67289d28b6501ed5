import { type Context, diag, type TextMapGetter, type TextMapPropagator, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import type { PropagatorName } from '../settings/settings.js';

const makers: Readonly<Record<PropagatorName, () => TextMapPropagator[]>> = {
  tracecontext: () => [new W3CTraceContextPropagator()],
  baggage: () => [new W3CBaggagePropagator()],
  b3: () => [new B3Propagator({ injectEncoding: B3InjectEncoding.SINGLE_HEADER })],
  b3multi: () => [new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER })],
  none: () => [],
};

/** Creates the propagator that `OTEL_PROPAGATORS` names; none gives one that does nothing. */
export function createPropagator(names: readonly PropagatorName[]): TextMapPropagator {
  return new StrictPropagator(names.flatMap((name) => makers[name]()));
}

/** The flags that W3C Trace Context defines: sampled, and random trace id. All others have to be sent on as zero. */
const knownFlags = 0b11;

/** Takes a remote span context in only as it can be sent on: the official propagators let upper-case ids and unknown flags through. */
class StrictPropagator extends CompositePropagator {
  readonly #propagators: readonly TextMapPropagator[];

  constructor(propagators: TextMapPropagator[]) {
    super({ propagators });
    this.#propagators = propagators;
  }

  override extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    let extracted = context;
    // As the official one does, without what it makes for each request.
    for (const propagator of this.#propagators) {
      try {
        extracted = propagator.extract(extracted, carrier, getter);
      } catch (error) {
        diag.warn(`a context could not be taken over from headers by ${propagator.constructor.name}`, error);
      }
    }
    const remote = trace.getSpanContext(extracted);
    if (remote === undefined) return extracted;
    const traceId = remote.traceId.toLowerCase();
    const spanId = remote.spanId.toLowerCase();
    if (remote.traceFlags <= knownFlags && traceId === remote.traceId && spanId === remote.spanId) return extracted;
    return trace.setSpanContext(extracted, { ...remote, traceId, spanId, traceFlags: remote.traceFlags & knownFlags });
  }
}
