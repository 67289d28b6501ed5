import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeLogs, decodeTraces } from '@telewright/testing';
import type { Bench } from './bench.ts';
import { type Figures, summarize } from './figures.ts';

const rate = 2_000;
const beforeSeconds = 15;
const outageSeconds = 60;
const total = rate * (beforeSeconds + outageSeconds);

interface Sample {
  readonly rss: number;
  readonly p99Millis: number;
  readonly number: number;
}

/** Counts how often each span and log record arrives. */
class Counter {
  readonly spans: Uint8Array = new Uint8Array(total);
  readonly logs: Uint8Array = new Uint8Array(total);

  take(path: string | undefined, body: Uint8Array): void {
    if (path === '/v1/traces') for (const { attributes } of decodeTraces(body)) this.#count(this.spans, attributes);
    if (path === '/v1/logs') for (const { attributes } of decodeLogs(body)) this.#count(this.logs, attributes);
  }

  get isWhole(): boolean {
    return !this.spans.includes(0) && !this.logs.includes(0);
  }

  #count(counts: Uint8Array, attributes: Readonly<Record<string, unknown>>): void {
    const number = Number(attributes['n']);
    if (number < total) counts[number] = (counts[number] ?? 0) + 1;
  }
}

/** Measures an outage: what arrives, what it costs in memory and event-loop delay, and how long ends take. */
export async function measureOutage({ progress }: Bench): Promise<Figures[]> {
  const spool = mkdtempSync(join(tmpdir(), 'telewright-bench-'));
  const counter = new Counter();
  let collector = await listen(counter, 0);
  const { port } = collector.address() as AddressInfo;
  const app = start(port, spool);
  const phases: Record<'before' | 'outage' | 'after', Sample[]> = { before: [], outage: [], after: [] };
  let phase: keyof typeof phases = 'before';
  app.onSample((sample) => {
    phases[phase].push(sample);
    progress(`outage: ${phase}, ${sample.number} of ${total} recorded, ${(sample.rss / 2 ** 20).toFixed(0)} MB`);
  });
  await sleep(beforeSeconds * 1_000);
  phase = 'outage';
  await close(collector);
  await sleep(outageSeconds * 1_000);
  phase = 'after';
  const back = performance.now();
  collector = await listen(counter, port);
  const giveUp = back + 120_000;
  while (!counter.isWhole && performance.now() < giveUp) await sleep(100);
  const caughtUpMillis = performance.now() - back;
  // Its last samples are those of a process that has caught up.
  await sleep(2_000);
  const upMillis = await app.end();
  const downMillis = await endWithoutCollector(port, collector, spool);
  rmSync(spool, { recursive: true });
  const level = median(phases.before.slice(-5).map(({ rss }) => rss));
  const grown = (samples: readonly Sample[]): number => (Math.max(...samples.map(({ rss }) => rss)) - level) / 2 ** 20;
  const delays = (name: string, samples: readonly Sample[]): Figures => ({
    name: `event-loop delay ${name}, p99 of a second`,
    unit: 'ms',
    ...summarize(samples.map(({ p99Millis }) => p99Millis)),
  });
  const missing = (counts: Uint8Array): number => counts.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
  const twice = (counts: Uint8Array): number => counts.reduce((sum, count) => sum + (count > 1 ? 1 : 0), 0);
  return [
    figure(`spans lost of ${total}`, 'spans', missing(counter.spans)),
    figure(`log records lost of ${total}`, 'records', missing(counter.logs)),
    figure('items that arrived twice', 'items', twice(counter.spans) + twice(counter.logs)),
    figure('memory over the level before, highest in the outage', 'MB', grown(phases.outage)),
    figure('memory over the level before, highest while catching up', 'MB', grown(phases.after)),
    delays('before', phases.before.slice(1)),
    delays('in the outage', phases.outage),
    delays('while catching up', phases.after),
    figure('until all had arrived', 'ms', caughtUpMillis),
    figure('from SIGTERM to the end, Collector up', 'ms', upMillis),
    figure('from SIGTERM to the end, Collector down', 'ms', downMillis),
  ];
}

function start(port: number, spool: string) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    RATE: String(rate),
    SECONDS: String(beforeSeconds + outageSeconds),
    RESET_DELAY: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'load',
    TELEWRIGHT_LOGS: 'send',
    TELEWRIGHT_SPOOL_DIR: spool,
  };
  const cwd = fileURLToPath(new URL('../test/apps', import.meta.url));
  const child = spawn(process.execPath, ['--require', '@telewright/node/register', 'load.mjs'], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let rest = '';
  let listener: (sample: Sample) => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{')) listener(JSON.parse(line) as Sample);
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    onSample(next: (sample: Sample) => void) {
      listener = next;
    },
    async end(): Promise<number> {
      const began = performance.now();
      child.kill('SIGTERM');
      await ended;
      return performance.now() - began;
    },
  };
}

async function endWithoutCollector(port: number, collector: Server, spool: string): Promise<number> {
  await close(collector);
  const app = start(port, spool);
  await new Promise<void>((resolve) => app.onSample(() => resolve()));
  return app.end();
}

function listen(counter: Counter, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      counter.take(request.url, Buffer.concat(chunks));
      response.end();
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >>> 1] ?? 0;
}

function figure(name: string, unit: string, value: number): Figures {
  return { name, unit, median: value, minimum: value, maximum: value };
}
