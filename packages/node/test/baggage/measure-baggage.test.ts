import { DiagLogLevel, diag, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { baggageProcessors, baggageViews } from '../../src/baggage/measure-baggage.js';
import { resolveSettings } from '../../src/settings/resolve.js';

afterEach(() => diag.disable());
const defaults = resolveSettings({}, {}).values;
const tenant = (id: string) =>
  propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value: id }, other: { value: 'x' } }));

/** Records one measurement of a histogram for each tenant; gives the count of each set of attributes, and the boundaries. */
async function measured(maxValues: number, tenants: (string | undefined)[], attributes = {}, values = defaults) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 });
  const provider = new MeterProvider({ readers: [reader], views: baggageViews(baggageProcessors(['tenant'], maxValues), values) });
  const histogram = provider.getMeter('test').createHistogram('duration', { advice: { explicitBucketBoundaries: [1, 2] } });
  for (const id of tenants) histogram.record(1, attributes, id === undefined ? ROOT_CONTEXT : tenant(id));
  await provider.forceFlush();
  const points = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics[0]?.dataPoints ?? [];
  await provider.shutdown();
  return {
    points: points.map(({ attributes: labels, value }) => [labels, (value as { count: number }).count]),
    kind: exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics[0]?.dataPointType,
    boundaries: (points[0]?.value as { buckets?: { boundaries: number[] } } | undefined)?.buckets?.boundaries,
  };
}

describe('a metric', () => {
  it('gets the keys that are listed, and keeps its attributes, buckets and the caller’s object', async () => {
    const given = Object.freeze({ route: '/' });
    const { points, boundaries } = await measured(10, ['acme', undefined, 'acme', 'globex'], given);
    expect(points).toEqual([
      [{ route: '/', tenant: 'acme' }, 2],
      [{ route: '/' }, 1],
      [{ route: '/', tenant: 'globex' }, 1],
    ]);
    expect(boundaries).toEqual([1, 2]);
  });

  it('keeps an attribute of that name that the caller gave', async () => {
    expect((await measured(10, ['acme'], { tenant: 'own' })).points).toEqual([[{ tenant: 'own' }, 1]]);
  });

  it('tells as many values apart as it may, and says once which key has more', async () => {
    const said: string[] = [];
    const say = (text: string): void => void said.push(text);
    diag.setLogger(
      { error: say, warn: say, info: say, debug: say, verbose: say },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    expect((await measured(2, ['a', 'b', 'c', 'd', 'a'])).points).toEqual([
      [{ tenant: 'a' }, 2],
      [{ tenant: 'b' }, 1],
      [{ tenant: '_OTHER' }, 2],
    ]);
    expect(said).toEqual(['the baggage key tenant has more than 2 values in metrics; further ones are measured together as _OTHER']);
  });

  it('has the aggregation and the limit that it would have without', async () => {
    const values = { ...defaults, histogramAggregation: 'base2_exponential_bucket_histogram', metricCardinalityLimit: 2 } as const;
    const { kind, points } = await measured(10, ['a', 'b', 'c'], {}, values);
    expect(kind).toBe(DataPointType.EXPONENTIAL_HISTOGRAM);
    expect(points.map(([attributes]) => attributes)).toEqual([{ tenant: 'a' }, { 'otel.metric.overflow': true }]);
  });

  it('has no view without a list', () => {
    expect(baggageViews(baggageProcessors([], 10), defaults)).toEqual([]);
  });
});
