import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { createMetricExporter } from '@telewright/otlp';
import { baggageViews } from '../baggage/measure-baggage.js';
import type { SettingValues } from '../settings/settings.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import { type Flush, type SignalPipeline, takeOver } from './signal-pipeline.js';

/** Creates the pipeline of metrics, with one periodic reader for each exporter. */
export function createMetrics(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<MeterProvider> {
  const pending: Flush[] = [];
  const otlpExporter = (): PushMetricExporter => {
    const exporter = createMetricExporter({ ...connectionOptions(values.metrics, health), temporality: values.temporalityPreference });
    const taken = takeOver(exporter, values.shutdownTimeoutMillis);
    pending.push(taken.pending);
    return { ...taken.taking, selectAggregationTemporality: (type) => exporter.selectAggregationTemporality(type) };
  };
  const readers = values.metricsExporters.flatMap((name) => {
    if (name === 'none') return [];
    return [
      new PeriodicExportingMetricReader({
        exporter: name === 'console' ? consoleExporter() : otlpExporter(),
        exportIntervalMillis: values.metricExportIntervalMillis,
        exportTimeoutMillis: Math.min(values.metricExportTimeoutMillis, values.metricExportIntervalMillis),
      }),
    ];
  });
  return {
    provider: new MeterProvider({ resource, readers, views: baggageViews(values.baggageMetricAttributes, values.baggageMetricValues) }),
    pending,
  };
}

function consoleExporter(): PushMetricExporter {
  return createConsoleExporter<ResourceMetrics>((batch) =>
    batch.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor, dataPoints }) => ({ ...descriptor, dataPoints }))),
  );
}
