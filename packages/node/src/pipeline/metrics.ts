import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { createMetricExporter } from '@telewright/otlp';
import type { SettingValues } from '../settings/settings.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import { type SignalPipeline, withoutFlush } from './signal-pipeline.js';

/** Creates the pipeline of metrics, with one periodic reader for each exporter. */
export function createMetrics(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<MeterProvider> {
  const exporters = values.metricsExporters.flatMap((name): PushMetricExporter[] => {
    if (name === 'console') return [consoleExporter()];
    return name === 'none' ? [] : [otlpExporter(values, health)];
  });
  const readers = exporters.map(
    (exporter) =>
      new PeriodicExportingMetricReader({
        exporter: withoutFlush(exporter),
        exportIntervalMillis: values.metricExportIntervalMillis,
        exportTimeoutMillis: Math.min(values.metricExportTimeoutMillis, values.metricExportIntervalMillis),
      }),
  );
  return { provider: new MeterProvider({ resource, readers }), exporters };
}

function otlpExporter(values: SettingValues, health: ExportHealth): PushMetricExporter {
  return createMetricExporter({ ...connectionOptions('metrics', values.metrics, health), temporality: values.temporalityPreference });
}

function consoleExporter(): PushMetricExporter {
  return createConsoleExporter<ResourceMetrics>((batch) =>
    batch.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor, dataPoints }) => ({ ...descriptor, dataPoints }))),
  );
}
