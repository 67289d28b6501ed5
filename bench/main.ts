import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Bench, createBench } from './bench.ts';
import { type Section, writeBetween, writeSections } from './document.ts';
import { measureEncoding } from './encoding.ts';
import { measureFeatures } from './features.ts';
import { table } from './figures.ts';
import { measureInstall } from './install-size.ts';
import { measureLabels } from './labels.ts';
import { measureLogs } from './logs.ts';
import { measureMemory } from './memory.ts';
import { measureMetrics } from './metrics.ts';
import { measureOutage } from './outage.ts';
import { versions } from './peers.ts';
import { measureProfile } from './profile/profile.ts';
import { measureRecorder } from './recorder.ts';
import { measureStartUp } from './start-up/start-up.ts';
import { measureThroughput } from './throughput/throughput.ts';

interface Part {
  readonly name: string;
  /** The title of its section in docs/benchmarks.md, or the name of its comment in docs/performance.md. */
  readonly title: string;
  readonly document: 'benchmarks' | 'performance';
  /** Left out unless it is named, because it takes long. */
  readonly isLong?: true;
  measure(bench: Bench): Promise<string>;
}

const parts: readonly Part[] = [
  { name: 'start-up', title: 'Start-up', document: 'benchmarks', measure: measureStartUp },
  { name: 'throughput', title: 'Throughput', document: 'benchmarks', measure: measureThroughput },
  { name: 'encoding', title: 'Encoding', document: 'benchmarks', measure: async (bench) => table(await measureEncoding(bench)) },
  { name: 'recorder', title: 'Recorder', document: 'benchmarks', measure: async (bench) => table(await measureRecorder(bench)) },
  { name: 'labels', title: 'Labels', document: 'benchmarks', measure: async (bench) => table(await measureLabels(bench)) },
  { name: 'logs', title: 'Logs', document: 'benchmarks', measure: measureLogs },
  { name: 'metrics', title: 'Metrics', document: 'benchmarks', measure: async (bench) => table(await measureMetrics(bench)) },
  { name: 'outage', title: 'Outage', document: 'benchmarks', measure: async (bench) => table(await measureOutage(bench)) },
  { name: 'install', title: 'Install', document: 'benchmarks', measure: measureInstall },
  { name: 'memory', title: 'Memory', document: 'benchmarks', isLong: true, measure: measureMemory },
  { name: 'features', title: 'features', document: 'performance', isLong: true, measure: measureFeatures },
  // The last one: it puts another run-time into the place of the one that the others measure.
  { name: 'profile', title: 'profile', document: 'performance', isLong: true, measure: measureProfile },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(`bench: expected parts among ${parts.map(({ name }) => name).join(', ')}, got ${unknown.join(', ')}\n`);
  process.exit(2);
}
const file = (name: Part['document']): string => fileURLToPath(new URL(`../docs/${name}.md`, import.meta.url));
const bench = createBench(process.env);
try {
  const chosen = parts.filter(({ name, isLong }) => (wanted.length === 0 ? !isLong : wanted.includes(name)));
  for (const part of chosen) await measure(part);
} finally {
  bench.installations.close();
}

/** Measures a part and writes it down at once, so that what was measured is kept if a later one fails. */
async function measure({ title, document, measure }: Part): Promise<void> {
  const began = performance.now();
  const measured = await measure(bench);
  bench.progress('');
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  const date = new Date().toISOString().slice(0, 10);
  const text = `${measured}\n\nMeasured on ${date} with Node.js ${process.versions.node} on ${machine()}, in ${minutes} minutes.`;
  process.stdout.write(`## ${title}\n\n${text}\n\n`);
  if (bench.isShortened) return;
  if (document === 'performance') writeBetween(file(document), title, text);
  else {
    const titles = parts.filter((part) => part.document === document).map((part) => part.title);
    const sections: readonly Section[] = [{ title, text }];
    writeSections(file(document), head(), titles, sections);
  }
}

function machine(): string {
  return `${cpus().length} x ${cpus()[0]?.model.trim()}, ${process.platform} ${process.arch}`;
}

function head(): string {
  const long = parts.filter(({ isLong }) => isLong).map(({ name }) => name);
  return `# Benchmarks

\`npm run bench\` measures all of it anew and writes this page; \`npm run bench throughput logs\` measures two parts and leaves the others as they
are. The parts are ${parts.map(({ name }) => name).join(', ')}; ${long.join(', ')} only run when they are named. Figures are medians with their
range; the machine decides the absolute numbers.

- Bare, ours and peers take turns in each round, and each run is compared with the bare run of its round.
- Everything that is measured is installed into a folder of its own, as a user would: ours from what would be published, peers from the registry.
- What a variant promised has to arrive at a receiver that counts it: spans and log records for each request, and metrics. A variant of which
  something is missing is void, not fast. Queues have room for 200,000 items and, in ours, 128 MiB, so that nobody has to drop.
- A service under load has one core, or what the machine calls one, and the load and the receiver have another. Its first four seconds of load are
  not measured, as V8 still compiles then, on the same core. The load never sleeps while it runs: if it waited for answers, a
  service slower than it would have to wake its idle core with each write, which costs the service up to 17 us of CPU per request on a virtual
  machine, and a quicker one would not. \`its core busy\` tells whether the service was what limited the throughput.

Measured peers: ${versions()}.
`;
}
