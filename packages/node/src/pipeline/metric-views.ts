import {
  type AggregationOption,
  AggregationType,
  createAllowListAttributesProcessor,
  createDenyListAttributesProcessor,
  type IAttributesProcessor,
  type InstrumentType,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { baggageProcessors, baggageViews } from '../baggage/measure-baggage.js';
import type { MetricView } from '../settings/metric-views.js';
import type { SettingValues } from '../settings/settings.js';

type ViewSettings = Pick<
  SettingValues,
  'metricViews' | 'baggageMetricAttributes' | 'baggageMetricValues' | 'histogramAggregation' | 'metricCardinalityLimit'
>;

/**
 * Gives the views of the settings as the SDK takes them. Where several match an instrument, each makes a stream of its own, so the one view
 * for all instruments that baggage needs is there only when no other is; else each of them adds the baggage.
 */
export function viewsOf(values: ViewSettings): ViewOptions[] {
  const added = baggageProcessors(values.baggageMetricAttributes, values.baggageMetricValues);
  if (values.metricViews.length === 0) return baggageViews(added, values);
  return values.metricViews.map((view) => viewOptions(view, added));
}

function viewOptions(view: MetricView, added: readonly IAttributesProcessor[]): ViewOptions {
  const { instrument, type, unit, meter, name, description, attributes, without, limit } = view;
  const processors = [
    ...(attributes ? [createAllowListAttributesProcessor([...attributes])] : []),
    ...(without ? [createDenyListAttributesProcessor([...without])] : []),
    ...added,
  ];
  const aggregation = aggregationOf(view);
  return {
    instrumentName: instrument,
    ...(type && { instrumentType: type.toUpperCase() as InstrumentType }),
    ...(unit && { instrumentUnit: unit }),
    ...(meter && { meterName: meter }),
    ...(name && { name }),
    ...(description && { description }),
    ...(processors.length > 0 && { attributesProcessors: processors }),
    ...(aggregation && { aggregation }),
    ...(limit && { aggregationCardinalityLimit: limit }),
  };
}

const aggregationTypes = {
  default: AggregationType.DEFAULT,
  drop: AggregationType.DROP,
  sum: AggregationType.SUM,
  last_value: AggregationType.LAST_VALUE,
  explicit_bucket_histogram: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
  base2_exponential_bucket_histogram: AggregationType.EXPONENTIAL_HISTOGRAM,
} as const;

function aggregationOf({ aggregation, buckets }: MetricView): AggregationOption | undefined {
  if (buckets) return { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [...buckets] } };
  return aggregation && { type: aggregationTypes[aggregation] };
}
