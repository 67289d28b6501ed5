import { DiagLogLevel, diag } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartOptions } from '../../src/options.js';
import { viewsOf } from '../../src/pipeline/metric-views.js';
import { createMetrics } from '../../src/pipeline/metrics.js';
import type { MetricView } from '../../src/settings/metric-views.js';
import { resolveSettings } from '../../src/settings/resolve.js';

let receiver: Receiver;
let said: string[];
beforeEach(async () => {
  receiver = await startReceiver();
  said = [];
  const say = (text: string): void => void said.push(text);
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
});
afterEach(async () => {
  diag.disable();
  await receiver.close();
});

/** Runs a pipeline of these options, records, and sends twice. */
async function sent(options: StartOptions, record: (meter: ReturnType<ReturnType<typeof createMetrics>['provider']['getMeter']>) => void) {
  const { values, findings } = resolveSettings({ ...options, endpoint: receiver.url }, {});
  expect(findings).toEqual([]);
  const delivery = { onEvent: () => undefined, spool: undefined, lifeline: undefined, ready: undefined };
  const { provider } = createMetrics(values, resourceFromAttributes({}), delivery);
  const meter = provider.getMeter('app');
  record(meter);
  await provider.forceFlush();
  record(meter);
  await provider.forceFlush();
  await provider.shutdown();
  return receiver.metrics;
}

describe('an instrument with too many series', () => {
  it('is told once, with the attribute that has the most values', async () => {
    const metrics = await sent({ metrics: { cardinalityLimit: 10 } }, (meter) => {
      const counter = meter.createCounter('orders');
      for (let user = 0; user < 50; user++) counter.add(1, { user, country: user % 2 === 0 ? 'NP' : 'DE' });
    });
    expect(said).toEqual([
      'the instrument orders has more series than its limit; its attribute user has the most values, 9; further series are counted together under otel.metric.overflow=true',
    ]);
    expect(metrics[0]?.points).toHaveLength(10);
  });

  it('is bounded by the limit of its view', async () => {
    const metrics = await sent({ metrics: { views: ['orders limit=3'] } }, (meter) => {
      for (let user = 0; user < 5; user++) meter.createCounter('orders').add(1, { user });
      for (let user = 0; user < 5; user++) meter.createCounter('other').add(1, { user });
    });
    expect(metrics.slice(0, 2).map(({ name, points }) => [name, points.length])).toEqual([
      ['orders', 3],
      ['other', 5],
    ]);
    expect(said).toHaveLength(1);
  });
});

describe('a view', () => {
  it('renames, keeps attributes, sets buckets and drops', async () => {
    const views = ['size name=cart.size attributes=country buckets=1|10', 'nodejs.* aggregation=drop', 'plain without=user'];
    const metrics = await sent({ metrics: { views } }, (meter) => {
      meter.createHistogram('size').record(5, { user: 1, country: 'NP' });
      meter.createCounter('nodejs.x').add(1);
      meter.createCounter('plain').add(1, { user: 1, country: 'NP' });
    });
    expect(metrics.slice(0, 2)).toMatchObject([
      { name: 'cart.size', points: [{ attributes: { country: 'NP' }, explicitBounds: [1, 10] }] },
      { name: 'plain', points: [{ attributes: { country: 'NP' } }] },
    ]);
    expect(metrics.map(({ name }) => name)).not.toContain('nodejs.x');
  });

  it('adds the attributes from baggage, which have a view of their own only without another', () => {
    const baggage = { ...resolveSettings({}, {}).values, baggageMetricAttributes: ['tenant'] };
    const { metricViews } = resolveSettings({ metrics: { views: ['a', 'b attributes=c'] } }, {}).values;
    const shape = (views: readonly MetricView[]) =>
      viewsOf({ ...baggage, metricViews: views }).map(({ instrumentName, attributesProcessors }) => [
        instrumentName,
        attributesProcessors?.length,
      ]);
    expect([shape(metricViews), shape([])]).toEqual([
      [
        ['a', 1],
        ['b', 2],
      ],
      [['*', 1]],
    ]);
  });
});

describe('OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION', () => {
  it('makes histograms exponential where no view says otherwise', async () => {
    const options = { metrics: { histogramAggregation: 'base2_exponential_bucket_histogram', views: ['explicit buckets=1'] } } as const;
    const metrics = await sent(options, (meter) => {
      meter.createHistogram('size').record(5);
      meter.createHistogram('explicit').record(5);
      meter.createCounter('count').add(1);
    });
    expect(metrics.slice(0, 3).map(({ name, type }) => [name, type])).toEqual([
      ['explicit', 'histogram'],
      ['size', 'exponentialHistogram'],
      ['count', 'sum'],
    ]);
  });
});
