import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Counter, Counts } from '../counter.ts';
import { cores, pinned } from '../pinned.ts';
import { type Service, startService } from '../service.ts';
import type { Variant } from '../variants.ts';
import type { Case } from './cases.ts';

const execute = promisify(execFile);
const connections = 32;
/** A variant may lose this share of what it promised, what is under way at the end, before its run is void. */
const tolerated = 0.02;
/** Nobody gets longer than this to send what it still has. */
const drainMillis = 10_000;

/** What was asked of a service, and how it answered. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly p99Millis: number;
  readonly errors: number;
}

/** One variant in one case, once. */
export interface Run {
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

/** How long a run takes. */
export interface Duration {
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Runs a service under load in one variant, waits for what it sends, and ends it. */
export async function runOnce(measured: Case, variant: Variant, folder: string, counter: Counter, duration: Duration): Promise<Run> {
  const backend = measured.kind === 'calling' ? await startBackend(folder) : undefined;
  try {
    const service = await startService({
      folder,
      flags: variant.flags.commonjs,
      app: ['service.cjs', measured.kind],
      environment: {
        ...variant.environment(counter.url),
        ...(backend && { BACKEND_URL: `http://127.0.0.1:${backend.port}/` }),
        OWN_SPANS: String(measured.ownSpans ?? 0),
        MIDDLEWARE: String(measured.middleware ?? 0),
      },
      core: cores.measured,
    });
    try {
      return await measure(measured, variant, service, counter, duration);
    } finally {
      service.kill();
    }
  } finally {
    backend?.kill();
    await counter.take();
  }
}

function startBackend(folder: string): Promise<Service> {
  return startService({ folder, flags: [], app: ['service.cjs', 'http'], environment: {}, core: cores.others });
}

async function measure(
  measured: Case,
  variant: Variant,
  service: Service,
  counter: Counter,
  { warmUpSeconds, seconds }: Duration,
): Promise<Run> {
  const warm = await load(service.port, measured.path, warmUpSeconds);
  const before = await service.used();
  const loaded = await load(service.port, measured.path, seconds);
  const after = await service.used();
  const requests = warm.requests + loaded.requests;
  const arrived = await drain(counter, (sum) => missing(sum, requests, measured, variant) === undefined);
  const errors = warm.errors + loaded.errors;
  return {
    perSecond: loaded.perSecond,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / loaded.requests,
    p99Millis: loaded.p99Millis,
    rssMegabytes: after.rss / 1e6,
    spans: arrived.spans / requests,
    logs: arrived.logs / requests,
    points: arrived.points,
    void: errors > 0 ? `${errors} requests failed` : missing(arrived, requests, measured, variant),
  };
}

/** Says what did not arrive of what was promised, or came too much. */
function missing(arrived: Counts, requests: number, { logs, exactSpans }: Case, { promises, role }: Variant): string | undefined {
  const compare = (what: string, items: number, promised: number, exact: boolean): string | undefined => {
    const wanted = requests * promised;
    const isWrong = items < wanted * (1 - tolerated) || (exact && items > wanted * (1 + tolerated));
    return isWrong ? `${items} ${what} arrived, ${exact ? '' : 'at least '}${wanted} were promised` : undefined;
  };
  const exact = exactSpans !== undefined && role !== 'bare';
  return (
    compare('spans', arrived.spans, exact ? exactSpans : promises.spans, exact) ??
    (logs ? compare('log records', arrived.logs, promises.logs, false) : undefined) ??
    (promises.points && arrived.points === 0 ? 'no metrics arrived' : undefined)
  );
}

/** Waits until everything has arrived and nothing more comes. */
async function drain(counter: Counter, isWhole: (counts: Counts) => boolean): Promise<Counts> {
  let sum: Counts = { spans: 0, logs: 0, points: 0, requests: 0 };
  for (const end = performance.now() + drainMillis; performance.now() < end; ) {
    const { spans, logs, points, requests } = await counter.take();
    sum = { spans: sum.spans + spans, logs: sum.logs + logs, points: sum.points + points, requests: sum.requests + requests };
    if (spans + logs === 0 && isWhole(sum)) break;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  return sum;
}

/** Keeps a service busy from the other core. */
export async function load(port: number, path: string, seconds: number): Promise<Load> {
  const file = fileURLToPath(new URL('../apps/load.mjs', import.meta.url));
  const [command, ...rest] = pinned(cores.others, [process.execPath, file, port, path, connections, seconds].map(String));
  const { stdout } = await execute(command, rest);
  return JSON.parse(stdout) as Load;
}
