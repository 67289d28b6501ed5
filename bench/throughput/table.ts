import { range, summarize } from '../figures.ts';
import type { Variant } from '../variants.ts';
import type { Run } from './run.ts';

const head = [
  '',
  'throughput / bare',
  'spans, log records per request',
  'requests per second',
  'its core busy, %',
  'CPU over bare, us per request',
  'p99, ms',
  'RSS over bare, MB',
];

/** Writes the table of a case; each run is compared with the bare run of its round, and bare stands with its own CPU and RSS. */
export function throughputTable(runs: ReadonlyMap<Variant, readonly Run[]>): string {
  const [reference] = runs.values();
  const rows = [...runs].map(([variant, own]) => row(variant, own, reference as readonly Run[]));
  return [line(head), line(head.map(() => '---')), ...rows].join('\n');
}

function row({ name, role }: Variant, runs: readonly Run[], reference: readonly Run[]): string {
  const failed = runs.filter((run) => run.void !== undefined);
  if (failed.length > 0)
    return line([name, `void in ${failed.length} of ${runs.length} rounds: ${failed[0]?.void}`, ...head.slice(2).map(() => '')]);
  const isBare = role === 'bare';
  const own = (digits: number, pick: (run: Run) => number): string => range(runs.map(pick), digits);
  const over = (digits: number, pick: (run: Run) => number): string =>
    isBare ? `itself: ${own(digits, pick)}` : own(digits, (run) => pick(run) - pick(bareOf(run)));
  const bareOf = (run: Run): Run => reference[runs.indexOf(run)] as Run;
  const median = (digits: number, pick: (run: Run) => number): string => summarize(runs.map(pick)).median.toFixed(digits);
  return line([
    name,
    own(2, (run) => run.perSecond / bareOf(run).perSecond),
    isBare ? '' : `${median(2, ({ spans }) => spans)}, ${median(2, ({ logs }) => logs)}`,
    own(0, ({ perSecond }) => perSecond),
    median(0, ({ cpuMicros, perSecond }) => (cpuMicros * perSecond) / 1e4),
    over(1, ({ cpuMicros }) => cpuMicros),
    own(1, ({ p99Millis }) => p99Millis),
    over(0, ({ rssMegabytes }) => rssMegabytes),
  ]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
