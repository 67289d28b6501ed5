import type { Bench } from './bench.ts';
import { startCounter } from './counter.ts';
import type { Case } from './throughput/cases.ts';
import { throughputTable } from './throughput/table.ts';
import { measureCase } from './throughput/throughput.ts';
import { bare, features } from './variants.ts';

const measured: Case = {
  name: 'features',
  kind: 'express',
  path: '/users/17',
  logs: true,
  rounds: { ours: 5, peers: 0 },
  variants: [bare, ...features],
};

/** Measures what each feature costs in a service of express and pino, by switching on one after another. */
export async function measureFeatures(bench: Bench): Promise<string> {
  const counter = await startCounter();
  try {
    return throughputTable(await measureCase(measured, measured.variants.filter(bench.wantsVariant), counter, bench));
  } finally {
    counter.close();
  }
}
