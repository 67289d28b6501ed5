import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import { createInstrument, type InstrumentKind, type MetricDefinition } from '../src/metric-definition.js';

async function collect(definition: MetricDefinition, use: (instrument: unknown) => void) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  use(createInstrument(provider.getMeter('test'), definition));
  await provider.forceFlush();
  await provider.shutdown();
  return exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics[0];
}

describe('createInstrument', () => {
  it.each<[InstrumentKind, DataPointType, string]>([
    ['counter', DataPointType.SUM, 'add'],
    ['updowncounter', DataPointType.SUM, 'add'],
    ['gauge', DataPointType.GAUGE, 'record'],
    ['histogram', DataPointType.HISTOGRAM, 'record'],
  ])('makes a %s with name, unit and description', async (instrument, dataPointType, method) => {
    const metric = await collect({ name: 'jobs', instrument, unit: '{job}', description: 'Jobs.' }, (made) =>
      (made as Record<string, (value: number) => void>)[method]?.(1),
    );
    expect(metric).toMatchObject({ dataPointType, descriptor: { name: 'jobs', unit: '{job}', description: 'Jobs.' } });
  });

  it('advises the boundaries of a histogram', async () => {
    const metric = await collect(
      { name: 'wait', instrument: 'histogram', unit: 's', description: 'Waiting.', boundaries: [1, 2] },
      (made) => (made as { record(value: number): void }).record(1.5),
    );
    expect(metric?.dataPoints[0]?.value).toMatchObject({ buckets: { boundaries: [1, 2], counts: [0, 1, 0] } });
  });
});
