import { type BatchObservableCallback, diag, type Meter, type MeterProvider, metrics, type Observable } from '@opentelemetry/api';
import { createObservableInstrument } from '@telewright/semconv';
import { groupSources } from './group-sources.js';
import { type HostOptions, resolveHostOptions } from './host-options.js';
import { type MeasureOptions, measureHost } from './measure-host.js';
import { createHostReader } from './read-host.js';

/** Says what is read, and through which provider it is sent. */
export interface ObserveHostOptions extends HostOptions, MeasureOptions {
  /** The provider whose readers collect the host metrics. @default the global one at the time of the call */
  readonly meterProvider?: MeterProvider;
}

/** Ends what it was returned for; a second call does nothing. */
export type Unsubscribe = () => void;

// Two readers that collect at the same moment share a baseline, so that neither gets the changes over a few milliseconds.
const MIN_BASELINE_MILLIS = 1000;

/**
 * Sends host metrics through asynchronous instruments: the host is read when, and only when, a metric reader collects, each file once per
 * collection. Reads once at the call as well, so that the first collection has CPU utilization. Sets no timer. Metrics by
 * https://opentelemetry.io/docs/specs/semconv/system/system-metrics/ and https://opentelemetry.io/docs/specs/semconv/hardware/.
 */
export function observeHost(options: ObserveHostOptions = {}): Unsubscribe {
  const meter = (options.meterProvider ?? metrics.getMeterProvider()).getMeter('@telewright/host-metrics');
  const instruments = createInstruments(meter, options);
  const read = createHostReader(options);
  let baseline = read();
  const observe: BatchObservableCallback = (result) => {
    try {
      const current = read();
      for (const { metric, value, attributes } of measureHost(current, baseline, options)) {
        const instrument = instruments.get(metric.name);
        if (instrument) result.observe(instrument, value, attributes);
      }
      if (current.monotonicMillis - baseline.monotonicMillis >= MIN_BASELINE_MILLIS) baseline = current;
    } catch (error) {
      diag.error('@telewright/host-metrics: the host metrics of this collection are lost', error);
    }
  };
  const observables = [...instruments.values()];
  meter.addBatchObservableCallback(observe, observables);
  return () => meter.removeBatchObservableCallback(observe, observables);
}

function createInstruments(meter: Meter, options: HostOptions): Map<string, Observable> {
  const definitions = resolveHostOptions(options).groups.flatMap((group) => groupSources[group].metrics);
  return new Map(definitions.map((definition) => [definition.name, createObservableInstrument(meter, definition)]));
}
