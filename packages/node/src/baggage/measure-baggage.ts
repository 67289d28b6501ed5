import { type Attributes, type Context, diag, propagation } from '@opentelemetry/api';
import { AggregationType, type IAttributesProcessor, InstrumentType, type ViewOptions } from '@opentelemetry/sdk-metrics';
import type { SettingValues } from '../settings/settings.js';
import { baggageValue } from './copy-baggage.js';

/** Stands for every value beyond those that were seen first; the conventions' word for what is not one of a known few. */
const other = '_OTHER';

/**
 * Creates the processors that add these keys of the baggage to the attributes of every measurement that is recorded while a request is handled.
 *
 * @param maxValues the values of each key that become series, the first ones; the others are measured together
 */
export function baggageProcessors(keys: readonly string[], maxValues: number): IAttributesProcessor[] {
  return keys.length === 0 ? [] : [new BaggageAttributes(keys, maxValues)];
}

/** Creates the views for all instruments that run these processors. A view beats what the reader would choose, so it has to say the same. */
export function baggageViews(
  attributesProcessors: IAttributesProcessor[],
  { histogramAggregation, metricCardinalityLimit }: Pick<SettingValues, 'histogramAggregation' | 'metricCardinalityLimit'>,
): ViewOptions[] {
  if (attributesProcessors.length === 0) return [];
  const every = { instrumentName: '*', attributesProcessors, aggregationCardinalityLimit: metricCardinalityLimit };
  if (histogramAggregation !== 'base2_exponential_bucket_histogram') return [every];
  const others = [InstrumentType.COUNTER, InstrumentType.UP_DOWN_COUNTER, InstrumentType.GAUGE];
  return [
    { ...every, instrumentType: InstrumentType.HISTOGRAM, aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
    ...others.map((instrumentType) => ({ ...every, instrumentType })),
  ];
}

class BaggageAttributes implements IAttributesProcessor {
  readonly #seen: ReadonlyMap<string, Set<string>>;
  readonly #maxValues: number;
  readonly #warned = new Set<string>();

  constructor(keys: readonly string[], maxValues: number) {
    this.#seen = new Map(keys.map((key) => [key, new Set()]));
    this.#maxValues = maxValues;
  }

  process(incoming: Attributes, context?: Context): Attributes {
    const baggage = context && propagation.getBaggage(context);
    if (baggage === undefined) return incoming;
    let attributes = incoming;
    for (const [key, seen] of this.#seen) {
      const value = baggageValue(baggage, key);
      if (value === undefined || Object.hasOwn(incoming, key)) continue;
      // The caller may use its object again.
      if (attributes === incoming) attributes = { ...incoming };
      attributes[key] = this.#bounded(key, value, seen);
    }
    return attributes;
  }

  #bounded(key: string, value: string, seen: Set<string>): string {
    if (seen.has(value)) return value;
    if (seen.size < this.#maxValues) {
      seen.add(value);
      return value;
    }
    if (!this.#warned.has(key)) {
      this.#warned.add(key);
      diag.warn(
        `the baggage key ${key} has more than ${this.#maxValues} values in metrics; further ones are measured together as ${other}`,
      );
    }
    return other;
  }
}
