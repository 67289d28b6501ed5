import { type Attributes, diag, type HrTime } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import { AggregationTemporality, type IMetricReader, type InstrumentType } from '@opentelemetry/sdk-metrics';
import { SeriesIndex } from './series-index.js';
import { seriesKey } from './series-key.js';

/** What of the SDK's insides is needed; the SDK is bundled in one exact version, so this can't drift unseen. */
interface Accumulation {
  record(value: number): void;
}
interface SeriesMap {
  readonly size: number;
  get(attributes: Attributes, hash: string): Accumulation | undefined;
  set(attributes: Attributes, accumulation: Accumulation, hash: string): void;
}
interface DeltaProcessor {
  readonly _activeCollectionStorage: SeriesMap;
  readonly _cardinalityLimit: number;
  readonly _overflowAttributes: Attributes;
  readonly _overflowHashCode: string;
  readonly _aggregator: { createAccumulation(start: HrTime): Accumulation | undefined };
  record(value: number, attributes: Attributes, millis: number): void;
}
interface Storage {
  readonly _backingStorages?: readonly Storage[];
  readonly _deltaMetricStorage?: DeltaProcessor;
  readonly _temporalMetricStorage?: {
    readonly _unreportedAccumulations: ReadonlyMap<{ selectAggregationTemporality(type: InstrumentType): AggregationTemporality }, unknown>;
  };
}
interface Descriptor {
  readonly name: string;
  readonly type: InstrumentType;
}
interface MeterState {
  registerMetricStorage(descriptor: Descriptor): Storage;
}
interface Collector {
  readonly _sharedState?: { getMeterSharedState(scope: unknown): MeterState };
}

/** Of how many series of an instrument an index is kept; those that are measured often come early. */
const MOST_INDEXED = 256;

const bounded = new WeakSet<object>();

/**
 * Makes a reader keep the series of synchronous instruments within their limit for good. The SDK counts them anew in each interval and keeps
 * those of all intervals where temporality is cumulative, so that they grow without an end. Here, as the specification asks, the first
 * series stay, each with all of its measurements, and the measurements of all others go to the overflow. Attributes that the SDK can't tell
 * apart, such as a bigint or a cycle, would throw into the app: their measurement is left out and told.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk/#synchronous-instrument-cardinality-limits
 */
export function withBoundedSeries<T extends IMetricReader>(reader: T): T {
  const setMetricProducer = reader.setMetricProducer.bind(reader);
  reader.setMetricProducer = (producer) => {
    setMetricProducer(producer);
    const state = (producer as unknown as Collector)._sharedState;
    if (state === undefined || !once(state)) return;
    const getMeterSharedState = state.getMeterSharedState.bind(state);
    state.getMeterSharedState = (scope) => {
      const meter = getMeterSharedState(scope);
      if (once(meter)) boundMeter(meter);
      return meter;
    };
  };
  return reader;
}

function boundMeter(meter: MeterState): void {
  const registerMetricStorage = meter.registerMetricStorage.bind(meter);
  meter.registerMetricStorage = (descriptor) => {
    const storage = registerMetricStorage(descriptor);
    for (const each of storage._backingStorages ?? [storage]) {
      const { _deltaMetricStorage: delta, _temporalMetricStorage: temporal } = each;
      if (delta === undefined || temporal === undefined || !once(delta)) continue;
      const collectors = [...temporal._unreportedAccumulations.keys()];
      const cumulative = collectors.some(
        (collector) => collector.selectAggregationTemporality(descriptor.type) === AggregationTemporality.CUMULATIVE,
      );
      boundSeries(delta, descriptor.name, cumulative);
    }
    return storage;
  };
}

function boundSeries(delta: DeltaProcessor, name: string, cumulative: boolean): void {
  /** Of all intervals; the SDK's own map starts anew in each. */
  const known = new Set<string>();
  const limit = delta._cardinalityLimit;
  let told = false;
  let indexed: SeriesMap | undefined;
  let index = new SeriesIndex<Accumulation>(Math.min(limit, MOST_INDEXED));

  /** Gives where measurements with these attributes are summed up, which may be the overflow; nothing where a view drops the instrument. */
  const find = (active: SeriesMap, given: Attributes, millis: number): Accumulation | undefined => {
    let attributes = given;
    let hash = seriesKey(attributes);
    let accumulation = active.get(attributes, hash);
    if (accumulation === undefined) {
      const full = cumulative ? known.size >= limit && !known.has(hash) : active.size >= limit;
      if (full) {
        attributes = delta._overflowAttributes;
        hash = delta._overflowHashCode;
        accumulation = active.get(attributes, hash);
      } else if (cumulative) {
        known.add(hash);
      }
      if (accumulation === undefined) {
        accumulation = delta._aggregator.createAccumulation(millisToHrTime(millis));
        if (accumulation === undefined) {
          known.clear();
          return undefined;
        }
        active.set(attributes, accumulation, hash);
      }
    }
    if (attributes === given) index.set(given, accumulation);
    return accumulation;
  };

  delta.record = (value, attributes, millis) => {
    const active = delta._activeCollectionStorage;
    if (active !== indexed) {
      indexed = active;
      index = new SeriesIndex(Math.min(limit, MOST_INDEXED));
    }
    let accumulation: Accumulation | undefined;
    try {
      accumulation = index.get(attributes) ?? find(active, attributes, millis);
    } catch (error) {
      if (!told) diag.warn(`values of the metric ${name} are left out: their attributes can't be used: ${firstLine(error)}`);
      told = true;
    }
    accumulation?.record(value);
  };
}

function once(part: object): boolean {
  if (bounded.has(part)) return false;
  bounded.add(part);
  return true;
}

function firstLine(error: unknown): string {
  return String((error as Error)?.message ?? error).split('\n', 1)[0] as string;
}
