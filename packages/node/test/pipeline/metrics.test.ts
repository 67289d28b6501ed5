import { DiagLogLevel, diag } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StartOptions } from '../../src/options.js';
import { viewsOf } from '../../src/pipeline/metric-views.js';
import { createMetrics } from '../../src/pipeline/metrics.js';
import type { MetricView } from '../../src/settings/metric-views.js';
import { resolveSettings } from '../../src/settings/resolve.js';

// The built package has it in a file of its own, which the sources have not.
vi.mock('../../src/pipeline/exponential-histogram.ts', () => ({ loadExponentialHistogram: () => undefined }));

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

describe('series beyond the limit, interval after interval,', () => {
  const intervals = 4;
  /** Counts for new users in each interval, and first of all for one who is always there; gives each interval's values by user. */
  async function counted(temporalityPreference: 'cumulative' | 'delta') {
    const { values } = resolveSettings({ endpoint: receiver.url, metrics: { cardinalityLimit: 4, temporalityPreference } }, {});
    const delivery = { onEvent: () => undefined, spool: undefined, lifeline: undefined, ready: undefined };
    const { provider } = createMetrics(values, resourceFromAttributes({}), delivery);
    const counter = provider.getMeter('app').createCounter('orders');
    for (let interval = 0; interval < intervals; interval++) {
      for (let user = 0; user < 2; user++) counter.add(1, { user: `${interval}-${user}` });
      if (interval > 0) for (let user = 2; user < 6; user++) counter.add(1, { user: `${interval}-${user}` });
      counter.add(1, { user: 'regular' });
      await provider.forceFlush();
    }
    await provider.shutdown();
    return receiver.metrics
      .filter(({ name }) => name === 'orders')
      .slice(0, intervals)
      .map(({ points }) =>
        Object.fromEntries(points.map((point) => [point.attributes['user'] ?? 'others', 'value' in point ? point.value : undefined])),
      );
  }

  it('are counted together for good where temporality is cumulative, and the first ones stay exact', async () => {
    expect(await counted('cumulative')).toEqual([
      { '0-0': 1, '0-1': 1, regular: 1 },
      { '0-0': 1, '0-1': 1, regular: 2, others: 6 },
      { '0-0': 1, '0-1': 1, regular: 3, others: 12 },
      { '0-0': 1, '0-1': 1, regular: 4, others: 18 },
    ]);
    expect(said).toEqual([expect.stringContaining('the instrument orders has more series than its limit; its attribute user')]);
  });

  it('start anew where it is delta', async () => {
    const [first, second, , last] = await counted('delta');
    expect([first, second, last]).toEqual([
      { '0-0': 1, '0-1': 1, regular: 1 },
      { '1-0': 1, '1-1': 1, '1-2': 1, others: 4 },
      { '3-0': 1, '3-1': 1, '3-2': 1, others: 4 },
    ]);
  });
});

describe('attributes that can not be told apart', () => {
  it('leave their measurement out and are told once, and nothing throws', async () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const metrics = await sent({}, (meter) => {
      const counter = meter.createCounter('orders');
      for (const user of [cycle, 1n, 'good']) counter.add(1, { user } as never);
    });
    expect(metrics[0]?.points).toMatchObject([{ attributes: { user: 'good' }, value: 1 }]);
    expect(said).toEqual([
      "values of the metric orders are left out: their attributes can't be used: Converting circular structure to JSON",
    ]);
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
