import type { Bench } from '../bench.ts';
import { type Counter, startCounter } from '../counter.ts';
import type { Variant } from '../variants.ts';
import { type Case, cases } from './cases.ts';
import { type Run, runOnce } from './run.ts';
import { throughputTable } from './table.ts';

/** After two seconds V8 still compiles, on the core of the service, and after four hardly any more. */
const warmUpSeconds = 4;
const usualSeconds = 3;

/** Measures services under load, bare, with ours and with the peers in turn, each with all the signals it has; writes a table for each case. */
export async function measureThroughput(bench: Bench): Promise<string> {
  const counter = await startCounter();
  try {
    const sections: string[] = [];
    for (const measured of cases.filter(({ name }) => bench.wantsCase(name))) {
      const { installed, missing } = bench.installations.prepare(measured.variants.filter(bench.wantsVariant));
      const runs = await measureCase(measured, installed, counter, bench);
      sections.push([`### ${measured.name}`, measured.note, ...missing, throughputTable(runs)].filter(Boolean).join('\n\n'));
    }
    return sections.join('\n\n');
  } finally {
    counter.close();
  }
}

/** Runs the variants of a case in turn; bare is the first of each round, and the others are compared with it. */
export async function measureCase(
  measured: Case,
  variants: readonly Variant[],
  counter: Counter,
  { installations, progress, rounds: shortened, seconds }: Bench,
): Promise<Map<Variant, Run[]>> {
  const rounds = { ours: shortened ?? measured.rounds.ours, peers: shortened ?? measured.rounds.peers };
  const runs = new Map<Variant, Run[]>(variants.map((variant) => [variant, []]));
  const duration = { warmUpSeconds: Math.min(warmUpSeconds, seconds ?? warmUpSeconds), seconds: seconds ?? usualSeconds };
  for (let round = 0; round < rounds.ours; round++) {
    for (const variant of variants) {
      if (variant.role === 'peer' && round >= rounds.peers) continue;
      progress(`throughput, ${measured.name}: round ${round + 1} of ${rounds.ours}, ${variant.name}`);
      runs.get(variant)?.push(await runOnce(measured, variant, installations.folderOf(variant), counter, duration));
    }
  }
  return runs;
}
