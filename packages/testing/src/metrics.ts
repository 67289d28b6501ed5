import { attributesAt, safeInteger } from './any-value.js';
import type { ReceivedMetric, ReceivedPoint } from './received.js';
import { itemsOf } from './scopes.js';
import { bigintAt, enumAt, idAt, listAt, numberAt, type OtlpPayload, objectAt, optionalNumberAt, textAt, type Wire } from './wire.js';

const types = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;
const temporalities = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'] as const;

/** Makes the metrics of a request flat. */
export function metricsOf(payload: OtlpPayload): ReceivedMetric[] {
  return itemsOf(payload, 'resourceMetrics', 'scopeMetrics', 'metrics', (wire, origin) => {
    const type = types.find((name) => wire[name] !== undefined && wire[name] !== null);
    if (!type) throw new Error(`metric ${textAt(wire, 'name')}: expected one of ${types.join(', ')}`);
    const data = objectAt(wire, type);
    const temporality = enumAt(data, 'aggregationTemporality', 'AGGREGATION_TEMPORALITY_', temporalities);
    return {
      name: textAt(wire, 'name') ?? '',
      description: textAt(wire, 'description') ?? '',
      unit: textAt(wire, 'unit') ?? '',
      type,
      monotonic: Boolean(data['isMonotonic']),
      temporality: temporality.toLowerCase() as Lowercase<typeof temporality>,
      points: listAt(data, 'dataPoints').map((point) => ({ ...common(point), ...values[type](point) })),
      ...origin,
    };
  });
}

type PointValues = Omit<ReceivedPoint, keyof ReturnType<typeof common>>;

const values: Readonly<Record<ReceivedMetric['type'], (point: Wire) => PointValues>> = {
  gauge: (point) => ({ value: numberValue(point) }),
  sum: (point) => ({ value: numberValue(point) }),
  histogram: (point) => ({
    ...distribution(point),
    bucketCounts: counts(point),
    explicitBounds: ((point['explicitBounds'] ?? []) as unknown[]).map(Number),
  }),
  exponentialHistogram: (point) => ({
    ...distribution(point),
    scale: numberAt(point, 'scale'),
    zeroCount: numberAt(point, 'zeroCount'),
    positive: buckets(objectAt(point, 'positive')),
    negative: buckets(objectAt(point, 'negative')),
  }),
  summary: (point) => ({
    count: numberAt(point, 'count'),
    sum: numberAt(point, 'sum'),
    quantiles: listAt(point, 'quantileValues').map((entry) => ({ quantile: numberAt(entry, 'quantile'), value: numberAt(entry, 'value') })),
  }),
};

function common(point: Wire): Pick<ReceivedPoint, 'attributes' | 'startTimeUnixNano' | 'timeUnixNano' | 'exemplars'> {
  return {
    attributes: attributesAt(point, 'attributes'),
    startTimeUnixNano: bigintAt(point, 'startTimeUnixNano'),
    timeUnixNano: bigintAt(point, 'timeUnixNano'),
    exemplars: listAt(point, 'exemplars').map((exemplar) => ({
      value: numberValue(exemplar),
      traceId: idAt(exemplar, 'traceId'),
      spanId: idAt(exemplar, 'spanId'),
    })),
  };
}

function distribution(point: Wire): PointValues {
  return {
    count: numberAt(point, 'count'),
    sum: optionalNumberAt(point, 'sum'),
    min: optionalNumberAt(point, 'min'),
    max: optionalNumberAt(point, 'max'),
  };
}

function buckets(wire: Wire): { offset: number; bucketCounts: number[] } {
  return { offset: numberAt(wire, 'offset'), bucketCounts: counts(wire) };
}

function counts(wire: Wire): number[] {
  return ((wire['bucketCounts'] ?? []) as unknown[]).map(Number);
}

function numberValue(point: Wire): number | bigint {
  return point['asInt'] === undefined || point['asInt'] === null ? numberAt(point, 'asDouble') : safeInteger(bigintAt(point, 'asInt'));
}
