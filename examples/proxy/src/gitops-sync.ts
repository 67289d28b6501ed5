import { spawn } from 'node:child_process';
import { context, type Link, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyBaseLogger } from 'fastify';
import { syncDuration } from './metrics.ts';

/** What is to be synced; both have been checked to hold no more than names. */
export interface SyncTarget {
  readonly repository: string;
  readonly branch: string;
  readonly revision: string;
}

export interface SyncOptions {
  readonly command: readonly string[];
  readonly timeoutMillis: number;
  readonly log: FastifyBaseLogger;
}

/** Runs syncs, one at a time for each repository. */
export interface Syncs {
  /** Starts a sync; while one runs for the repository, the newest request waits and runs after it. */
  request(target: SyncTarget): 'started' | 'waiting';
  /** Waits until nothing runs or waits. */
  idle(): Promise<void>;
}

/** What the command sees of the environment, besides the target. */
const inheritedVariables = ['PATH', 'HOME', 'LANG', 'TZ', 'SSH_AUTH_SOCK', 'KUBECONFIG'];
const outputLimit = 2_000;

export function createSyncs({ command, timeoutMillis, log }: SyncOptions): Syncs {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, { target: SyncTarget; link: Link[] }>();

  const start = (target: SyncTarget, links: Link[]): void => {
    const work = runSync(target, links, { command, timeoutMillis, log }).then(() => {
      running.delete(target.repository);
      const next = waiting.get(target.repository);
      waiting.delete(target.repository);
      if (next) start(next.target, next.link);
    });
    running.set(target.repository, work);
  };

  return {
    request(target) {
      const active = trace.getActiveSpan();
      const links = active ? [{ context: active.spanContext() }] : [];
      if (running.has(target.repository)) {
        waiting.set(target.repository, { target, link: links });
        return 'waiting';
      }
      start(target, links);
      return 'started';
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/** A sync outlives the request that asked for it: it has a trace of its own, linked to the request's. */
async function runSync(target: SyncTarget, links: Link[], options: SyncOptions): Promise<void> {
  const started = performance.now();
  const attributes = {
    'vcs.repository.name': target.repository,
    'vcs.ref.head.name': target.branch,
    'vcs.ref.head.revision': target.revision,
  };
  const span = trace.getTracer('proxy').startSpan('gitops sync', { root: true, kind: SpanKind.INTERNAL, links, attributes });
  await context.with(trace.setSpan(context.active(), span), async () => {
    options.log.info({ ...target }, 'sync started');
    const { outcome, exitCode, output } = await execute(target, options);
    const seconds = (performance.now() - started) / 1_000;
    if (exitCode !== undefined) span.setAttribute('process.exit.code', exitCode);
    if (outcome !== 'succeeded') {
      span.setAttribute('error.type', outcome);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    options.log[outcome === 'succeeded' ? 'info' : 'error']({ ...target, outcome, exitCode, output, seconds }, `sync ${outcome}`);
    syncDuration.record(seconds, { outcome });
  });
  span.end();
}

interface Execution {
  readonly outcome: 'succeeded' | 'failed' | 'timed_out' | 'not_started';
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** Runs the command without a shell; the target goes into variables, so that no value is taken for an option. */
function execute(target: SyncTarget, { command, timeoutMillis }: SyncOptions): Promise<Execution> {
  const [program, ...parameters] = command as [string, ...string[]];
  const inherited = Object.fromEntries(
    inheritedVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const env = { ...inherited, SYNC_REPOSITORY: target.repository, SYNC_BRANCH: target.branch, SYNC_REVISION: target.revision };
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { env, shell: false, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMillis);
    const finish = (outcome: Execution['outcome'], exitCode?: number): void => {
      clearTimeout(timer);
      resolve({ outcome, exitCode, output });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(0, outputLimit);
      });
    }
    child.once('error', () => finish('not_started'));
    child.once('close', (code) => finish(timedOut ? 'timed_out' : code === 0 ? 'succeeded' : 'failed', code ?? undefined));
  });
}
