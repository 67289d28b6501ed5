import type { Resource } from '@opentelemetry/resources';
import {
  AggregationType,
  InstrumentType,
  MeterProvider,
  type MetricReader,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { type EncodedRequest, encodeMetrics, MetricQueue, selectTemporality } from '@telewright/otlp';
import type { SettingValues } from '../settings/settings.js';
import { withBoundedSeries } from './bounded-series.js';
import { watchCardinality } from './cardinality-watch.js';
import { collectNow } from './collect-now.js';
import { createConsoleExporter } from './console-exporter.js';
import { type Delivery, queueOptions } from './delivery.js';
import { loadExponentialHistogram } from './exponential-histogram.js';
import { viewsOf } from './metric-views.js';
import { createPrometheusReader } from './prometheus.js';
import type { SignalPipeline } from './signal-pipeline.js';

const exponentialHistogram = 'base2_exponential_bucket_histogram';

/** Metrics that were collected without waiting, and where they belong. */
export interface CollectedNow {
  readonly queue: MetricQueue;
  readonly request: EncodedRequest;
}

/** The pipeline of metrics. */
export interface MetricsPipeline extends SignalPipeline<MeterProvider> {
  /** Gives the values of this moment for each outlet, at once, for an end without notice. */
  collectNow(): CollectedNow[];
}

/** What collects metrics, one for each exporter. */
export interface MetricReaders {
  readonly readers: readonly MetricReader[];
  readonly outlets: readonly MetricQueue[];
  /** As in the pipeline. */
  collectNow(): CollectedNow[];
}

/** Creates the pipeline of metrics, with one reader for each exporter. */
export function createMetrics(values: SettingValues, resource: Resource, delivery: Delivery): MetricsPipeline {
  if (hasExponentialHistograms(values)) loadExponentialHistogram();
  const { readers, outlets, collectNow } = createMetricReaders(values, delivery);
  return { provider: new MeterProvider({ resource, readers: [...readers], views: viewsOf(values) }), outlets, collectNow };
}

function hasExponentialHistograms({ histogramAggregation, metricViews }: SettingValues): boolean {
  return histogramAggregation === exponentialHistogram || metricViews.some(({ aggregation }) => aggregation === exponentialHistogram);
}

/** Creates a reader for each exporter. */
export function createMetricReaders(values: SettingValues, delivery: Delivery): MetricReaders {
  const queues: MetricQueue[] = [];
  const collectors: (() => CollectedNow[])[] = [];
  const readers = values.metricsExporters.flatMap((name): MetricReader[] => {
    if (name === 'none') return [];
    if (name === 'prometheus') return createPrometheusReader(values);
    if (name === 'console') return [createReader(values, consoleExporter())];
    const queue = new MetricQueue(queueOptions(values, 'metrics', delivery));
    const reader = createReader(values, queueingExporter(queue, values));
    queues.push(queue);
    collectors.push(() => {
      const metrics = collectNow(reader);
      const request = metrics && encodeMetrics(metrics);
      return request ? [{ queue, request }] : [];
    });
    return [reader];
  });
  return { readers, outlets: queues, collectNow: () => collectors.flatMap((collect) => collect()) };
}

function createReader(values: SettingValues, exporter: PushMetricExporter): PeriodicExportingMetricReader {
  return withBoundedSeries(
    new PeriodicExportingMetricReader({
      exporter: watchCardinality(exporter),
      cardinalityLimits: { default: values.metricCardinalityLimit },
      exportIntervalMillis: values.metricExportIntervalMillis,
      exportTimeoutMillis: Math.min(values.metricExportTimeoutMillis, values.metricExportIntervalMillis),
    }),
  );
}

function queueingExporter(queue: MetricQueue, values: SettingValues): PushMetricExporter {
  const exponential = values.histogramAggregation === exponentialHistogram;
  return {
    export(metrics, done) {
      queue.addAll(metrics);
      done({ code: 0 });
    },
    selectAggregationTemporality: (type) => selectTemporality(values.temporalityPreference, type),
    selectAggregation: (type) => ({
      type: exponential && type === InstrumentType.HISTOGRAM ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT,
    }),
    forceFlush: async () => void (await queue.flush()),
    shutdown: () => Promise.resolve(), // the queue outlives its provider: its end is told apart from the provider's
  };
}

function consoleExporter(): PushMetricExporter {
  return createConsoleExporter<ResourceMetrics>((batch) =>
    batch.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor, dataPoints }) => ({ ...descriptor, dataPoints }))),
  );
}
