import {
  type Attributes,
  context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { FastifyBaseLogger } from 'fastify';
import { attribute } from './attributes.ts';
import type { SyncConfig } from './config.ts';
import type { SyncTarget } from './github-event.ts';
import type { Metrics } from './metrics.ts';
import { type CommandOutcome, type CommandResult, runCommand } from './sync-command.ts';

/** What became of a request for a sync: its own run, or a place in the follow-up run; `done` says how that run ended. */
export interface SyncRequest {
  readonly state: 'started' | 'queued';
  readonly done: Promise<CommandResult>;
}

interface Run {
  target: SyncTarget;
  readonly links: Link[];
  readonly done: Promise<CommandResult>;
  readonly finish: (result: CommandResult) => void;
}

interface Dependencies {
  readonly log: FastifyBaseLogger;
  readonly tracer: Tracer;
  readonly metrics: Metrics;
}

/** The number of links that the OpenTelemetry SDK keeps on a span by default. */
const maximumLinks = 128;

/**
 * Runs the sync command, one at a time per repository. Requests that arrive while a run is active share one follow-up run, which
 * takes the target of the last of them.
 */
export class GitopsSync {
  readonly #config: SyncConfig;
  readonly #dependencies: Dependencies;
  readonly #active = new Map<string, Promise<void>>();
  readonly #queued = new Map<string, Run>();
  readonly #abort = new AbortController();
  #stopping = false;

  constructor(config: SyncConfig, dependencies: Dependencies) {
    this.#config = config;
    this.#dependencies = dependencies;
  }

  /** Asks for a sync, linked to the active span. Gives nothing once the service is stopping. */
  request(target: SyncTarget): SyncRequest | undefined {
    if (this.#stopping) return undefined;
    const { repository } = target;
    const run = this.#queued.get(repository) ?? createRun(target);
    run.target = target;
    const spanContext = trace.getActiveSpan()?.spanContext();
    if (spanContext && run.links.length < maximumLinks) run.links.push({ context: spanContext });
    if (this.#active.has(repository)) {
      this.#queued.set(repository, run);
      return { state: 'queued', done: run.done };
    }
    this.#start(run);
    return { state: 'started', done: run.done };
  }

  /** Takes no more requests, drops the follow-up runs and waits for the active ones; those that take longer are ended. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping = true;
    for (const { target, finish } of this.#queued.values()) {
      this.#dependencies.log.warn({ ...target }, 'sync dropped: the service is stopping');
      finish('cancellation');
    }
    this.#queued.clear();
    const timer = setTimeout(() => this.#abort.abort(), timeoutMs);
    await Promise.all(this.#active.values());
    clearTimeout(timer);
  }

  #start(run: Run): void {
    const { repository } = run.target;
    const ended = this.#execute(run).then((result) => {
      this.#active.delete(repository);
      run.finish(result);
      const next = this.#queued.get(repository);
      this.#queued.delete(repository);
      if (next) this.#start(next);
    });
    this.#active.set(repository, ended);
  }

  /** Runs the command in a trace of its own: the requests that it is linked to have been answered long before it ends. */
  async #execute({ target, links }: Run): Promise<CommandResult> {
    const { log, tracer, metrics } = this.#dependencies;
    const attributes = { ...describeRepository(target), [attribute.cicdPipelineName]: 'gitops-sync' };
    const span = tracer.startSpan(
      'gitops sync',
      { kind: SpanKind.INTERNAL, root: true, links, attributes: { ...attributes, ...describeRevision(target) } },
      ROOT_CONTEXT,
    );
    return context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
      const startedAt = performance.now();
      metrics.syncActive.add(1, attributes);
      log.info({ ...target }, 'sync started');
      const outcome = await runCommand({
        command: this.#config.command,
        environment: { ...this.#config.environment, ...describeToCommand(target) },
        timeoutMs: this.#config.timeoutMs,
        signal: this.#abort.signal,
      });
      metrics.syncActive.add(-1, attributes);
      const durationMs = performance.now() - startedAt;
      metrics.syncDuration.record(durationMs / 1_000, { ...attributes, ...describeResult(outcome) });
      const level = outcome.result === 'success' ? 'info' : 'error';
      log[level]({ ...target, ...outcome, durationMs: Math.round(durationMs) }, `sync ended: ${outcome.result}`);
      endSpan(span, outcome);
      return outcome.result;
    });
  }
}

function createRun(target: SyncTarget): Run {
  let finish: Run['finish'] = () => {};
  const done = new Promise<CommandResult>((resolve) => {
    finish = resolve;
  });
  return { target, links: [], done, finish };
}

/** Variables instead of arguments, so that nothing that came by the webhook can be read as an option. */
function describeToCommand({ repository, branch, revision }: SyncTarget): Record<string, string> {
  return { SYNC_REPOSITORY: repository, SYNC_BRANCH: branch, SYNC_REVISION: revision };
}

function describeRepository({ repository }: SyncTarget): Attributes {
  const [owner = '', name = ''] = repository.split('/');
  return { [attribute.vcsProviderName]: 'github', [attribute.vcsOwnerName]: owner, [attribute.vcsRepositoryName]: name };
}

function describeRevision({ branch, revision }: SyncTarget): Attributes {
  return {
    [attribute.vcsRefHeadName]: branch,
    [attribute.vcsRefHeadType]: 'branch',
    [attribute.vcsRefHeadRevision]: revision,
  };
}

function describeResult({ result, errorType }: CommandOutcome): Attributes {
  return { [attribute.cicdPipelineResult]: result, ...(errorType !== undefined && { [attribute.errorType]: errorType }) };
}

function endSpan(span: Span, outcome: CommandOutcome): void {
  span.setAttributes(describeResult(outcome));
  if (outcome.exitCode !== undefined) span.setAttribute(attribute.processExitCode, outcome.exitCode);
  if (outcome.errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: `sync command: ${outcome.errorType}` });
  span.end();
}
