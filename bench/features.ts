import type { Bench } from './bench.ts';
import { startCounter } from './counter.ts';
import { summarize, table } from './figures.ts';
import { allocatedPerRequest } from './throughput/allocated.ts';
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

/** Measures what each feature costs in a service of express and pino, by switching on one after another, and what a request allocates. */
export async function measureFeatures(bench: Bench): Promise<string> {
  const counter = await startCounter();
  try {
    const variants = measured.variants.filter(bench.wantsVariant);
    const costs = throughputTable(await measureCase(measured, variants, counter, bench));
    const allocated = [];
    for (const variant of variants) {
      bench.progress(`allocated, ${variant.name}`);
      const bytes = await allocatedPerRequest(measured, variant, bench.installations.folderOf(variant), counter);
      allocated.push({ name: `${variant.name}: allocated by a request`, unit: 'kB', ...summarize(bytes.map((count) => count / 1e3)) });
    }
    return [costs, table(allocated)].join('\n\n');
  } finally {
    counter.close();
  }
}
