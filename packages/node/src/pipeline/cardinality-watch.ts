import { type Attributes, diag } from '@opentelemetry/api';
import type { MetricData, PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** Makes an exporter say what is said of instruments beyond their limit. */
export function watchCardinality(exporter: PushMetricExporter): PushMetricExporter {
  const watch = cardinalityWatch();
  const { selectAggregation, selectAggregationTemporality } = exporter;
  return {
    export(batch, done) {
      watch(batch);
      exporter.export(batch, done);
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    ...(selectAggregation && { selectAggregation: (type) => selectAggregation.call(exporter, type) }),
    ...(selectAggregationTemporality && { selectAggregationTemporality: (type) => selectAggregationTemporality.call(exporter, type) }),
  };
}

/**
 * Says, once for each instrument, when it has more series than its limit, and which attribute has the most values: that one is to be left
 * out, by a view or in code.
 */
export function cardinalityWatch(): (batch: ResourceMetrics) => void {
  const told = new Set<string>();
  return (batch) => {
    for (const { scope, metrics } of batch.scopeMetrics) {
      for (const metric of metrics) {
        const key = `${scope.name}\0${metric.descriptor.name}`;
        if (told.has(key) || !overflows(metric)) continue;
        told.add(key);
        diag.warn(overflowLine(metric));
      }
    }
  };
}

function overflows({ dataPoints }: MetricData): boolean {
  for (let index = 0; index < dataPoints.length; index++) {
    if (dataPoints[index]?.attributes['otel.metric.overflow'] === true) return true;
  }
  return false;
}

function overflowLine({ descriptor, dataPoints }: MetricData): string {
  const values = new Map<string, Set<unknown>>();
  for (const { attributes } of dataPoints as readonly { attributes: Attributes }[]) {
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'otel.metric.overflow') continue;
      const seen = values.get(key) ?? new Set();
      values.set(key, seen);
      seen.add(Array.isArray(value) ? value.join() : value);
    }
  }
  let culprit = '';
  let most = 0;
  for (const [key, { size }] of values) if (size > most) [culprit, most] = [key, size];
  const reason = culprit === '' ? '' : `; its attribute ${culprit} has the most values, ${most}`;
  return `the instrument ${descriptor.name} has more series than its limit${reason}; further series are counted together under otel.metric.overflow=true`;
}
