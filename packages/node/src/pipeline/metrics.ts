import type { Resource } from '@opentelemetry/resources';
import {
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { createMetricExporter } from '@telewright/otlp';
import type { SettingValues } from '../settings/settings.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import type { SignalPipeline } from './signal-pipeline.js';

/** Creates the pipeline of metrics, with one periodic reader for each exporter, whose flush waits for the exporter's. */
export function createMetrics(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<MeterProvider> {
  const readers = values.metricsExporters.flatMap((name): IMetricReader[] => {
    if (name === 'none') return [];
    return [
      new PeriodicExportingMetricReader({
        exporter: name === 'console' ? consoleExporter() : otlpExporter(values, health),
        exportIntervalMillis: values.metricExportIntervalMillis,
        exportTimeoutMillis: Math.min(values.metricExportTimeoutMillis, values.metricExportIntervalMillis),
      }),
    ];
  });
  return { provider: new MeterProvider({ resource, readers }), exporters: [] };
}

function otlpExporter(values: SettingValues, health: ExportHealth): PushMetricExporter {
  const connection = connectionOptions('metrics', values.metrics, health);
  return createMetricExporter({ ...connection, temporality: values.temporalityPreference });
}

function consoleExporter(): PushMetricExporter {
  return createConsoleExporter<ResourceMetrics>((batch) =>
    batch.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor, dataPoints }) => ({ ...descriptor, dataPoints }))),
  );
}
