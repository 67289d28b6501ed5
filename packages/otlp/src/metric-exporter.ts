import type { ResourceData, ScopeData } from './encode-envelope.js';
import { encodeMetric } from './encode-metric.js';
import { type Exporter, type ExporterOptions, type ExportResultData, ItemExporter } from './exporter.js';
import type { ItemCodec } from './item-buffer.js';
import type { MetricData, ResourceMetricsData } from './metric-data.js';

/**
 * Whether sums and histograms count from the start (`cumulative`), since the last export (`delta`), or whichever needs less memory in the process (`lowmemory`).
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/
 */
export type TemporalityPreference = 'cumulative' | 'delta' | 'lowmemory';

/** How a metric exporter is set up. */
export interface MetricExporterOptions extends ExporterOptions {
  /** @default 'cumulative' */
  readonly temporality?: TemporalityPreference;
}

/** Exports collected metrics; an OpenTelemetry SDK's `PushMetricExporter`. */
export interface MetricExporter extends Exporter<ResourceMetricsData> {
  /** Gives the temporality for an SDK's instrument type, such as `COUNTER`: 0 delta, 1 cumulative. */
  selectAggregationTemporality(instrumentType: string): 0 | 1;
}

/** One metric and where it belongs. */
export interface MetricItem {
  readonly resource: ResourceData;
  readonly scope: ScopeData;
  readonly metric: MetricData;
}

const DELTA_INSTRUMENTS: Record<TemporalityPreference, ReadonlySet<string>> = {
  cumulative: new Set(),
  delta: new Set(['COUNTER', 'HISTOGRAM', 'GAUGE', 'OBSERVABLE_COUNTER', 'OBSERVABLE_GAUGE']),
  lowmemory: new Set(['COUNTER', 'HISTOGRAM']),
};

/** How metrics are put into requests. */
export const metricCodec: ItemCodec<MetricItem> = {
  resource: (item) => item.resource,
  scope: (item) => item.scope,
  encode: (writer, item) => encodeMetric(writer, item.metric),
  count: (item) => item.metric.dataPoints.length,
};

/**
 * Makes a metric exporter for a periodic reader of the OpenTelemetry SDK 3 that sends OTLP by http/protobuf.
 *
 * @throws TypeError if the URL is not a valid one of `http:` or `https:`
 */
export function createMetricExporter(options: MetricExporterOptions): MetricExporter {
  const exporter = new ItemExporter({ ...options, signal: 'metrics' }, metricCodec);
  const { temporality = 'cumulative' } = options;
  return {
    export(metrics: ResourceMetricsData, resultCallback: (result: ExportResultData) => void): void {
      exporter.export(listMetrics(metrics), resultCallback);
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: (shutdownOptions) => exporter.shutdown(shutdownOptions),
    selectAggregationTemporality: (instrumentType) => selectTemporality(temporality, instrumentType),
  };
}

/** Gives the temporality that a preference means for an SDK's instrument type, such as `COUNTER`: 0 delta, 1 cumulative. */
export function selectTemporality(preference: TemporalityPreference, instrumentType: string): 0 | 1 {
  return DELTA_INSTRUMENTS[preference].has(instrumentType) ? 0 : 1;
}

/** Lists the metrics of one collection. */
export function listMetrics({ resource, scopeMetrics }: ResourceMetricsData): MetricItem[] {
  return scopeMetrics.flatMap(({ scope, metrics }) => metrics.map((metric) => ({ resource, scope, metric })));
}
