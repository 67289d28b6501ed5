import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { onTestFinished } from 'vitest';

/** The official SDK with a reader that collects when it is told to. */
export interface Pipeline {
  readonly meterProvider: MeterProvider;
  /** Collects once and gives each point as `name {attributes}` and its value. */
  collect(): Promise<Map<string, unknown>>;
}

export function startPipeline(): Pipeline {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })] });
  onTestFinished(() => meterProvider.shutdown());
  const collect = async (): Promise<Map<string, unknown>> => {
    exporter.reset();
    await meterProvider.forceFlush();
    const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    return new Map(
      all.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }): [string, unknown] => [`${descriptor.name} ${JSON.stringify(attributes)}`, value]),
      ),
    );
  };
  return { meterProvider, collect };
}
