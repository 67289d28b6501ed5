import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { observeRuntime } from '@telewright/runtime-metrics';
import { createInstrument, HTTP_SERVER_REQUEST_DURATION } from '@telewright/semconv';
import type { Bench } from './bench.ts';
import { type Figures, summarize } from './figures.ts';

const rounds = 15;

/** A reader that collects when it is told to, and sends nothing. */
class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/** Measures what metrics cost: a collection of the runtime's, and a value that is recorded with three attributes. */
export async function measureMetrics({ progress }: Bench): Promise<Figures[]> {
  const figures: Figures[] = [];
  const reader = new ManualReader({});
  const meterProvider = new MeterProvider({ readers: [reader] });
  const stop = observeRuntime({ meterProvider });
  // A reader collects after a minute, when node:v8 has long been loaded.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const collect = async (): Promise<number> => {
    const micros = cpuMicros();
    await reader.collect();
    return micros();
  };
  const first = await collect();
  figures.push({ name: 'runtime metrics, first collection: CPU', unit: 'us', median: first, minimum: first, maximum: first });
  const collections: number[] = [];
  for (let round = 0; round < rounds; round++) {
    progress(`metrics: round ${round + 1} of ${rounds}`);
    for (let count = 0; count < 20; count++) collections.push(await collect());
  }
  stop();
  figures.push({ name: 'runtime metrics, each further collection: CPU', unit: 'us', ...summarize(collections) });
  figures.push({ name: 'a value recorded with 3 attributes: CPU', unit: 'us', ...summarize(measureRecords(meterProvider)) });
  await meterProvider.shutdown();
  return figures;
}

function measureRecords(meterProvider: MeterProvider): number[] {
  const duration = createInstrument(meterProvider.getMeter('bench'), HTTP_SERVER_REQUEST_DURATION);
  const count = 50_000;
  const record = (): number => {
    const micros = cpuMicros();
    for (let index = 0; index < count; index++) {
      duration.record(index / count, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.response.status_code': 200 });
    }
    return micros() / count;
  };
  record(); // the first round warms the code
  return Array.from({ length: rounds }, record);
}

/** Starts to count; gives a function that tells the CPU time since. */
function cpuMicros(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
}
