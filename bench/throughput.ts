import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Counter, type Counts, startCounter } from './counter.ts';
import { summarize } from './figures.ts';
import { installPackages } from './install-packages.ts';
import { bare, ours, type Peer, peers } from './peers.ts';

const execute = promisify(execFile);
const appPackages = ['express@5.3.0', 'fastify@5.12.8', 'pino@10.4.0'];
const files = ['service.cjs', 'hand-wired.cjs', 'sentry.cjs'];
/** `BENCH_ROUNDS`, `BENCH_SECONDS`, `BENCH_CASES` and `BENCH_PEERS` (parts of names) shorten a run for trying something out. */
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const warmUpSeconds = 2;
const connections = 32;
/** A peer may lose this share of what it promised, what is under way at the end, before its run is void. */
const tolerated = 0.02;
/** Nobody gets longer than this to send what it still has. */
const drainMillis = 10_000;

const cases = [
  { name: 'plain http', kind: 'http', path: '/', logs: false },
  { name: 'express + pino', kind: 'express', path: '/users/17', logs: true },
  { name: 'fastify + pino', kind: 'fastify', path: '/users/17', logs: true },
  { name: 'a service that calls another', kind: 'calling', path: '/', logs: false },
] as const;
type Case = (typeof cases)[number];

interface Run {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p99Millis: number;
  readonly rssMegabytes: number;
  readonly spans: number;
  readonly logs: number;
  readonly points: number;
  /** Why the run does not count. */
  readonly void: string | undefined;
}

/** Measures services under load, bare, with ours and with the peers in turn, each with all the signals it has; writes a table for each case. */
export async function measureThroughput(progress: (text: string) => void): Promise<string> {
  const packed = mkdtempSync(join(tmpdir(), 'telewright-bench-packed-'));
  const repository = fileURLToPath(new URL('..', import.meta.url));
  execFileSync('npm', ['pack', './packages/node', '--pack-destination', packed, '--loglevel=error'], { cwd: repository, stdio: 'ignore' });
  const wanted = process.env['BENCH_PEERS']?.split(',');
  const variants = [bare, ours(join(packed, readdirSync(packed)[0] as string)), ...peers].filter(
    ({ name }) => !wanted || wanted.some((part) => name.includes(part)),
  );
  const folders = new Map<Peer, string>();
  const counter = await startCounter();
  try {
    const missing: string[] = [];
    for (const [index, peer] of variants.entries()) {
      try {
        folders.set(peer, prepare(`peer-${index}`, peer, progress));
      } catch (error) {
        // A registry may lack what a peer depends on; ours and bare have to be there.
        if (peer.flags.length === 0 || peer.name === 'telewright') throw error;
        missing.push(`${peer.name} could not be installed.`);
      }
    }
    const installed = variants.filter((peer) => folders.has(peer));
    const sections: string[] = missing;
    const wantedCases = process.env['BENCH_CASES']?.split(',');
    for (const measured of cases.filter(({ kind }) => !wantedCases || wantedCases.includes(kind)))
      sections.push(await measureCase(measured, installed, folders, counter, progress));
    return sections.join('\n\n');
  } finally {
    counter.close();
    for (const folder of [packed, ...folders.values()]) rmSync(folder, { recursive: true, force: true });
  }
}

function prepare(name: string, peer: Peer, progress: (text: string) => void): string {
  const folder = installPackages(name, [...appPackages, ...peer.packages], progress);
  for (const file of files) copyFileSync(new URL(`apps/${file}`, import.meta.url), join(folder, file));
  return folder;
}

async function measureCase(
  measured: Case,
  variants: readonly Peer[],
  folders: ReadonlyMap<Peer, string>,
  counter: Counter,
  progress: (text: string) => void,
): Promise<string> {
  const runs = new Map<Peer, Run[]>(variants.map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    for (const peer of variants) {
      progress(`throughput, ${measured.name}: round ${round + 1} of ${rounds}, ${peer.name}`);
      runs.get(peer)?.push(await run(measured, peer, folders.get(peer) as string, counter));
    }
  }
  const reference = runs.get(variants[0] as Peer) as Run[];
  const head =
    '| | throughput / bare | requests per second | CPU over bare, us per request | p99, ms | RSS over bare, MB | arrived per request: spans, logs; points |';
  const rows = variants.map((peer) => row(peer, runs.get(peer) as Run[], reference));
  return [`### ${measured.name}`, '', head, '|---|---|---|---|---|---|---|', ...rows].join('\n');
}

/** Each run is compared with the bare run of its round. */
function row(peer: Peer, runs: readonly Run[], reference: readonly Run[]): string {
  const voids = runs.filter((run) => run.void !== undefined);
  if (voids.length > 0) return `| ${peer.name} | void: ${voids[0]?.void} | | | | | |`;
  const range = (values: readonly number[], digits: number): string => {
    const { median, minimum, maximum } = summarize(values);
    return `${median.toFixed(digits)} (${minimum.toFixed(digits)} to ${maximum.toFixed(digits)})`;
  };
  const against = (compare: (run: Run, bare: Run) => number): number[] => runs.map((run, index) => compare(run, reference[index] as Run));
  const cells = [
    peer.name,
    range(
      against((run, bare) => run.perSecond / bare.perSecond),
      2,
    ),
    range(
      runs.map(({ perSecond }) => perSecond),
      0,
    ),
    range(
      against((run, bare) => run.cpuMicros - bare.cpuMicros),
      1,
    ),
    range(
      runs.map(({ p99Millis }) => p99Millis),
      1,
    ),
    range(
      against((run, bare) => run.rssMegabytes - bare.rssMegabytes),
      0,
    ),
    `${summarize(runs.map(({ spans }) => spans)).median.toFixed(2)}, ${summarize(runs.map(({ logs }) => logs)).median.toFixed(2)}; ${summarize(runs.map(({ points }) => points)).median}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

async function run({ kind, path, logs }: Case, peer: Peer, folder: string, counter: Counter): Promise<Run> {
  const backend = kind === 'calling' ? await serve(folder, [], 'http', {}, 1) : undefined;
  const environment = { ...peer.environment(counter.url), ...(backend && { BACKEND_URL: `http://127.0.0.1:${backend.port}/` }) };
  const service = await serve(folder, peer.flags, kind, environment, 0);
  try {
    const warm = await load(service.port, path, warmUpSeconds);
    const before = await service.used();
    const loaded = await load(service.port, path, seconds);
    const after = await service.used();
    const requests = warm.requests + loaded.requests;
    const arrived = await drain(counter, requests, peer, logs);
    const per = (items: number): number => items / requests;
    return {
      perSecond: loaded.perSecond,
      cpuMicros: (after.cpuMicros - before.cpuMicros) / loaded.requests,
      p99Millis: loaded.p99Millis,
      rssMegabytes: after.rss / 1e6,
      spans: per(arrived.spans),
      logs: per(arrived.logs),
      points: arrived.points,
      void: failure(arrived, requests, peer, logs, warm.errors + loaded.errors),
    };
  } finally {
    service.stop();
    backend?.stop();
    await counter.take();
  }
}

function failure(arrived: Counts, requests: number, { promises }: Peer, logs: boolean, errors: number): string | undefined {
  if (errors > 0) return `${errors} requests failed`;
  const missing = (what: string, items: number, promised: number): string | undefined =>
    items < requests * promised * (1 - tolerated) ? `${items} ${what} of ${requests * promised} arrived` : undefined;
  const spans = missing('spans', arrived.spans, promises.spans);
  const lines = logs ? missing('log records', arrived.logs, promises.logs) : undefined;
  return spans ?? lines ?? (promises.points && arrived.points === 0 ? 'no metrics arrived' : undefined);
}

/** Waits until everything that was promised has arrived, and nothing more comes. */
async function drain(counter: Counter, requests: number, peer: Peer, logs: boolean): Promise<Counts> {
  let sum: Counts = { spans: 0, logs: 0, points: 0, requests: 0 };
  for (const end = performance.now() + drainMillis; performance.now() < end; ) {
    const { spans, logs: lines, points, requests: sent } = await counter.take();
    sum = { spans: sum.spans + spans, logs: sum.logs + lines, points: sum.points + points, requests: sum.requests + sent };
    if (spans + lines === 0 && failure(sum, requests, peer, logs, 0) === undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  return sum;
}

interface Service {
  readonly port: number;
  used(): Promise<{ cpuMicros: number; rss: number }>;
  stop(): void;
}

async function serve(
  folder: string,
  flags: readonly string[],
  kind: string,
  environment: Record<string, string>,
  core: number,
): Promise<Service> {
  const { PATH = '', HOME = '' } = process.env;
  const [command, ...rest] = pinned(core, [process.execPath, ...flags, 'service.cjs', kind]);
  const env = { PATH, HOME, TELEWRIGHT_SPOOL: 'off', NODE_ENV: 'production', ...environment };
  const child = spawn(command as string, rest, { cwd: folder, env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the service ${kind} ended with ${code} before it was measured`);
  });
  ended.catch(() => undefined);
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  const { port } = (await answer()) as { port: number };
  return {
    port,
    used() {
      const answered = answer();
      child.send('used');
      return answered as ReturnType<Service['used']>;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

async function load(port: number, path: string, duration: number) {
  const args = [process.execPath, fileURLToPath(new URL('apps/load.mjs', import.meta.url)), port, path, connections, duration].map(String);
  const [command, ...rest] = pinned(1, args);
  const { stdout } = await execute(command as string, rest);
  return JSON.parse(stdout) as { requests: number; perSecond: number; p99Millis: number; errors: number };
}

/** The service has one core, everything else another, where the system has `taskset`. */
function pinned(core: number, command: readonly string[]): readonly string[] {
  return existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', String(core), ...command] : command;
}
