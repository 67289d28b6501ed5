import { type DataPoint, type Histogram as HistogramValue, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { observeRuntime } from '@telewright/runtime-metrics';
import { createInstrument, HTTP_SERVER_REQUEST_DURATION } from '@telewright/semconv';
import type { Bench } from './bench.ts';
import { type Figures, summarize } from './figures.ts';

const usualRounds = 15;
const collections = 20;
const records = 50_000;

/** A reader that collects when it is told to, and sends nothing. */
class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/**
 * Measures what metrics cost: a collection of the runtime's, and a value that is recorded with three attributes, by our definition of the
 * instrument and by the official SDK's own. Throws where a value is missing from what is collected.
 */
export async function measureMetrics(bench: Bench): Promise<Figures[]> {
  return [...(await measureCollections(bench)), ...(await measureRecords(bench))];
}

async function measureCollections({ progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  const reader = new ManualReader({});
  const meterProvider = new MeterProvider({ readers: [reader] });
  const stop = observeRuntime({ meterProvider });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const collect = async (): Promise<number> => {
    await new Promise(setImmediate); // the event loop has turned since the last collection, so that there are delays to sum up
    const micros = cpuMicros();
    const { resourceMetrics, errors } = await reader.collect();
    const used = micros();
    const names = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor }) => descriptor.name));
    if (errors.length > 0 || !names.includes('nodejs.eventloop.delay.p99')) throw new Error(`the runtime's metrics are missing: ${names}`);
    return used;
  };
  const first = await collect();
  const further: number[] = [];
  for (let round = 0; round < rounds; round++) {
    progress(`metrics, collections: round ${round + 1} of ${rounds}`);
    for (let count = 0; count < collections; count++) further.push(await collect());
  }
  stop();
  await meterProvider.shutdown();
  return [
    { name: 'runtime metrics, first collection: CPU', unit: 'us', median: first, minimum: first, maximum: first },
    { name: 'runtime metrics, each further collection: CPU', unit: 'us', ...summarize(further) },
  ];
}

async function measureRecords({ progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  const reader = new ManualReader({});
  const meterProvider = new MeterProvider({ readers: [reader] });
  const meter = meterProvider.getMeter('bench');
  const cases = [
    { name: 'by our definition', histogram: createInstrument(meter, HTTP_SERVER_REQUEST_DURATION), micros: [] as number[] },
    { name: "by the official SDK's meter", histogram: meter.createHistogram('bench.duration', { unit: 's' }), micros: [] as number[] },
  ];
  for (let round = -1; round < rounds; round++) {
    progress(`metrics, values: round ${Math.max(0, round) + 1} of ${rounds}`);
    for (const { histogram, micros } of cases) {
      const used = cpuMicros();
      for (let index = 0; index < records; index++) {
        histogram.record(index / records, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.response.status_code': 200 });
      }
      if (round >= 0) micros.push(used() / records);
    }
  }
  const { resourceMetrics } = await reader.collect();
  const points = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics.map(({ dataPoints }) => dataPoints[0]));
  const counts = (points as DataPoint<HistogramValue>[]).map(({ value }) => value.count);
  const expected = cases.map(() => (rounds + 1) * records);
  if (counts.join() !== expected.join()) throw new Error(`expected ${expected} recorded values, got ${counts}`);
  await meterProvider.shutdown();
  return cases.map(({ name, micros }) => ({ name: `a value recorded with 3 attributes, ${name}: CPU`, unit: 'us', ...summarize(micros) }));
}

/** Starts to count; gives a function that tells the CPU time since. */
function cpuMicros(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
}
