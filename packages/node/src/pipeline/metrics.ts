import type { Resource } from '@opentelemetry/resources';
import {
  AggregationType,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { createMetricExporter } from '@telewright/otlp';
import type { SettingValues } from '../settings/settings.js';
import { watchCardinality } from './cardinality-watch.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import { viewsOf } from './metric-views.js';
import { type Flush, type SignalPipeline, takeOver } from './signal-pipeline.js';

/** Creates the pipeline of metrics, with one periodic reader for each exporter. */
export function createMetrics(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<MeterProvider> {
  const pending: Flush[] = [];
  const exponential = values.histogramAggregation === 'base2_exponential_bucket_histogram';
  const otlpExporter = (): PushMetricExporter => {
    const exporter = createMetricExporter({ ...connectionOptions(values.metrics, health), temporality: values.temporalityPreference });
    const taken = takeOver(exporter, values.shutdownTimeoutMillis);
    pending.push(taken.pending);
    return {
      ...taken.taking,
      selectAggregationTemporality: (type) => exporter.selectAggregationTemporality(type),
      selectAggregation: (type) => ({
        type: exponential && type === InstrumentType.HISTOGRAM ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT,
      }),
    };
  };
  const readers = values.metricsExporters.flatMap((name) => {
    if (name === 'none') return [];
    return [
      new PeriodicExportingMetricReader({
        exporter: watchCardinality(name === 'console' ? consoleExporter() : otlpExporter()),
        cardinalityLimits: { default: values.metricCardinalityLimit },
        exportIntervalMillis: values.metricExportIntervalMillis,
        exportTimeoutMillis: Math.min(values.metricExportTimeoutMillis, values.metricExportIntervalMillis),
      }),
    ];
  });
  return {
    provider: new MeterProvider({ resource, readers, views: viewsOf(values) }),
    pending,
  };
}

function consoleExporter(): PushMetricExporter {
  return createConsoleExporter<ResourceMetrics>((batch) =>
    batch.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor, dataPoints }) => ({ ...descriptor, dataPoints }))),
  );
}
