import type { Bench } from '../bench.ts';
import { type Counter, startCounter } from '../counter.ts';
import { range } from '../figures.ts';
import { peers } from '../peers.ts';
import { allSignals, bare, type Variant } from '../variants.ts';
import { type Cache, CompileCaches } from './compile-cache.ts';
import { type App, findFault, type Started, startOnce } from './start.ts';

const apps: readonly App[] = [
  { name: 'plain http, CommonJS', modules: 'commonjs', command: ['service.cjs', 'http'], path: '/', logs: false },
  { name: 'plain http, ESM', modules: 'esm', command: ['http.mjs'], path: '/', logs: false },
  { name: 'express + pino, CommonJS', modules: 'commonjs', command: ['service.cjs', 'express'], path: '/users/17', logs: true },
  { name: 'express + pino, ESM', modules: 'esm', command: ['express-pino.mjs'], path: '/users/17', logs: true },
];
const caches: readonly Cache[] = ['none', 'cold', 'warm'];
const rounds = { ours: { none: 5, cold: 2, warm: 2 }, peers: { none: 2, cold: 1, warm: 1 } } as const;

const note = `From the start of the process until the app listens; CPU and memory 0.7 s later. Peers are preloaded by the way that their documentation has
for each kind of app. With Node's compile cache (\`NODE_COMPILE_CACHE\`) in an empty folder, a start writes it; in a filled one, it reads it. A
variant is void where the span or, if it promises to send it, the line of a request does not arrive.`;

type Starts = Record<Cache, Started[]>;

/** Measures the start of apps, bare, with ours and with the peers in turn, and writes a table for each app. */
export async function measureStartUp(bench: Bench): Promise<string> {
  const counter = await startCounter();
  try {
    const { installed, missing } = bench.installations.prepare([bare, allSignals, ...peers].filter(bench.wantsVariant));
    const sections = [note, ...missing];
    for (const app of apps.filter(({ name }) => bench.wantsCase(name))) {
      sections.push(`### ${app.name}`, await measureApp(app, installed, counter, bench));
    }
    return sections.join('\n\n');
  } finally {
    counter.close();
  }
}

async function measureApp(app: App, variants: readonly Variant[], counter: Counter, bench: Bench): Promise<string> {
  const { installations, progress } = bench;
  const faults = new Map<Variant, string>();
  const starts = new Map<Variant, Starts>();
  for (const variant of variants) {
    progress(`start-up, ${app.name}: whether it sends, ${variant.name}`);
    const fault = await findFault(app, variant, installations.folderOf(variant), counter);
    if (fault === undefined) starts.set(variant, { none: [], cold: [], warm: [] });
    else faults.set(variant, fault);
  }
  const folders = new CompileCaches();
  try {
    for (const cache of caches) await measureCache(app, cache, folders, starts, counter.url, bench);
  } finally {
    folders.close();
  }
  return [table(starts), ...[...faults].map(([{ name }, fault]) => `${name} is void: ${fault}.`)].join('\n\n');
}

async function measureCache(
  app: App,
  cache: Cache,
  folders: CompileCaches,
  starts: ReadonlyMap<Variant, Starts>,
  url: string,
  bench: Bench,
): Promise<void> {
  const count = { ours: bench.rounds ?? rounds.ours[cache], peers: bench.rounds ?? rounds.peers[cache] };
  for (let round = 0; round < count.ours; round++) {
    for (const [variant, own] of starts) {
      if (variant.role === 'peer' && round >= count.peers) continue;
      bench.progress(`start-up, ${app.name}, cache ${cache}: round ${round + 1} of ${count.ours}, ${variant.name}`);
      const folder = bench.installations.folderOf(variant);
      const start = (cacheFolder?: string): Promise<Started> => startOnce(app, variant, folder, url, cacheFolder);
      own[cache].push(await start(await folders.folderFor(cache, variant, start)));
    }
  }
}

function table(starts: ReadonlyMap<Variant, Starts>): string {
  const heads = [
    'to "listening", ms over bare',
    'the same, cold cache',
    'the same, warm cache',
    'CPU until settled, ms over bare',
    'the same, warm cache',
    'RSS, MB over bare',
  ];
  const [reference] = starts.values();
  const rows = [...starts].map(([{ name, role }, own]) => {
    const cell = (cache: Cache, pick: (start: Started) => number): string =>
      role === 'bare'
        ? `itself: ${range(own[cache].map(pick), 0)}`
        : range(
            own[cache].map((start, round) => pick(start) - pick((reference as Starts)[cache][round] as Started)),
            0,
          );
    const listening = (start: Started): number => start.listeningMillis;
    const cpu = (start: Started): number => start.cpuMillis;
    const rss = (start: Started): number => start.rssMegabytes;
    return `| ${[name, ...caches.map((cache) => cell(cache, listening)), cell('none', cpu), cell('warm', cpu), cell('none', rss)].join(' | ')} |`;
  });
  return [`| | ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length + 1)}`, ...rows].join('\n');
}
