import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { observeRuntime } from '@telewright/runtime-metrics';
import { startReceiver } from '@telewright/testing';
import type { Bench } from './bench.ts';
import { type Figures, summarize } from './figures.ts';
import { allSignals } from './variants.ts';

const run = promisify(execFile);
const usualRounds = 15;
const collections = 20;
const records = 50_000;

/** A reader that collects when it is told to, and sends nothing. */
class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/**
 * Measures what metrics cost: a collection of the runtime's, and a value that is recorded with three attributes. Throws where
 * something is missing from what is collected.
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

/** Measures a value as apps record it with ours, and by the official SDK alone. Throws where one is missing from what arrives. */
async function measureRecords({ installations, progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  progress('metrics, values');
  const receiver = await startReceiver();
  try {
    const args = [...allSignals.flags.commonjs, 'values.mjs', String(rounds), String(records)];
    const env = { PATH: process.env['PATH'], ...allSignals.environment(receiver.url) };
    const { stdout } = await run(process.execPath, args, { cwd: installations.folderOf(allSignals), env });
    const metric = receiver.metrics.findLast(({ name }) => name === 'bench.duration');
    const arrived = metric?.type === 'histogram' ? Number(metric.points[0]?.count) : 0;
    const expected = (rounds + 1) * records;
    if (arrived !== expected) throw new Error(`expected ${expected} recorded values, got ${arrived}`);
    return [
      { name: 'a value recorded with 3 attributes: CPU', unit: 'us', ...summarize(JSON.parse(stdout) as number[]) },
      { name: 'the same by the official SDK: CPU', unit: 'us', ...summarize(await measureOfficialRecords(rounds)) },
    ];
  } finally {
    await receiver.close();
  }
}

async function measureOfficialRecords(rounds: number): Promise<number[]> {
  const meterProvider = new MeterProvider({ readers: [new ManualReader({})] });
  const histogram = meterProvider.getMeter('bench').createHistogram('bench.duration', { unit: 's' });
  const perValue: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const micros = cpuMicros();
    for (let index = 0; index < records; index++) {
      histogram.record(index / records, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.response.status_code': 200 });
    }
    if (round >= 0) perValue.push(micros() / records);
    await new Promise(setImmediate);
  }
  await meterProvider.shutdown();
  return perValue;
}

/** Starts to count; gives a function that tells the CPU time since. */
function cpuMicros(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
}
