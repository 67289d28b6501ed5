import { type Attributes, diag } from '@opentelemetry/api';
import type { MetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** What of the SDK's insides is needed to collect without waiting; the SDK is bundled in one exact version, so this can't drift unseen. */
interface Storage {
  record(measurements: Measurements, time: [number, number]): void;
  collect(collector: unknown, time: [number, number]): ResourceMetrics['scopeMetrics'][number]['metrics'][number] | undefined;
}
interface Measurements {
  entries(): Iterable<[Attributes, number]>;
}
interface Instrument {
  readonly _metricStorages?: readonly Storage[];
}
interface MeterState {
  readonly observableRegistry: {
    readonly _callbacks: readonly { callback: (result: object) => unknown; instrument: Instrument }[];
    readonly _batchCallbacks: readonly { callback: (result: object) => unknown; instruments: ReadonlySet<Instrument> }[];
  };
  readonly metricStorageRegistry: { getStorages(collector: unknown): readonly Storage[] };
  readonly _instrumentationScope: ResourceMetrics['scopeMetrics'][number]['scope'];
}
interface Internals {
  readonly _sdkMetricProducer?: {
    readonly _sharedState: {
      readonly resource: ResourceMetrics['resource'];
      readonly meterSharedStates: ReadonlyMap<string, MeterState>;
    };
  };
}

/**
 * Collects the values of this moment without waiting for anything, which the SDK's own `collect` can't: in an `exit` handler no promise
 * goes on any more. Callbacks that are asynchronous are left out. Gives nothing where there is nothing to collect.
 */
export function collectNow(reader: MetricReader): ResourceMetrics | undefined {
  try {
    const collector = (reader as unknown as Internals)._sdkMetricProducer;
    if (!collector) return undefined;
    const millis = Date.now();
    const time: [number, number] = [Math.trunc(millis / 1000), (millis % 1000) * 1e6];
    const { resource, meterSharedStates } = collector._sharedState;
    const scopeMetrics = [...meterSharedStates.values()].flatMap((state) => {
      observe(state, time);
      const metrics = state.metricStorageRegistry.getStorages(collector).flatMap((storage) => storage.collect(collector, time) ?? []);
      return metrics.length > 0 ? [{ scope: state._instrumentationScope, metrics }] : [];
    });
    return scopeMetrics.length > 0 ? { resource, scopeMetrics } : undefined;
  } catch (error) {
    diag.debug('the last metrics could not be collected', error);
    return undefined;
  }
}

function observe({ observableRegistry: { _callbacks, _batchCallbacks } }: MeterState, time: [number, number]): void {
  for (const { callback, instrument } of _callbacks) {
    const observed = new Map<Instrument, Measured>();
    call(callback, { observe: (value: number, attributes?: Attributes) => measure(observed, instrument, value, attributes) });
    store(observed, time);
  }
  for (const { callback } of _batchCallbacks) {
    const observed = new Map<Instrument, Measured>();
    call(callback, {
      observe: (instrument: Instrument, value: number, attributes?: Attributes) => measure(observed, instrument, value, attributes),
    });
    store(observed, time);
  }
}

type Measured = [Attributes, number][];

function call(callback: (result: object) => unknown, result: object): void {
  try {
    const returned = callback(result);
    if (returned instanceof Promise) returned.catch(() => undefined);
  } catch (error) {
    diag.debug('a callback of a metric failed', error);
  }
}

function measure(observed: Map<Instrument, Measured>, instrument: Instrument, value: number, attributes: Attributes = {}): void {
  if (typeof value !== 'number') return;
  const measured = observed.get(instrument) ?? [];
  observed.set(instrument, measured);
  measured.push([attributes, value]);
}

function store(observed: ReadonlyMap<Instrument, Measured>, time: [number, number]): void {
  for (const [instrument, measured] of observed) {
    // The storage asks for nothing but the entries.
    for (const storage of instrument._metricStorages ?? []) storage.record({ entries: () => measured }, time);
  }
}
