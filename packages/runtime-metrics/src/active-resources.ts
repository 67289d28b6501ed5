import type { Meter } from '@opentelemetry/api';
import { ATTR_V8JS_RESOURCE_TYPE, createObservableInstrument, V8JS_RESOURCE_ACTIVE } from '@telewright/semconv';
import type { RuntimeSource } from './runtime-source.js';

/** Observes what keeps the event loop of this thread alive, by type. A type that is gone is told as 0, not as it last was. */
export function createActiveResources(meter: Meter): RuntimeSource {
  const active = createObservableInstrument(meter, V8JS_RESOURCE_ACTIVE);
  const counts = new Map<string, number>();
  return {
    observables: [active],
    observe(result) {
      for (const type of counts.keys()) counts.set(type, 0);
      for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
      for (const [type, count] of counts) result.observe(active, count, { [ATTR_V8JS_RESOURCE_TYPE]: type });
    },
    stop: () => undefined,
  };
}
