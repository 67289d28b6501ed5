import { metrics as metricsApi, type Span, trace } from '@opentelemetry/api';
import Fastify from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import type { SyncTarget } from '../src/github-event.ts';
import { GitopsSync } from '../src/gitops-sync.ts';
import { createMetrics } from '../src/metrics.ts';
import { revision } from './github-delivery.ts';
import { recordTelemetry } from './recorded-telemetry.ts';
import { type SyncScript, syncScript } from './sync-script.ts';

const telemetry = recordTelemetry();
const tracer = trace.getTracer('test');
const metrics = createMetrics(metricsApi.getMeter('test'));

interface Started {
  readonly sync: GitopsSync;
  readonly lines: Record<string, unknown>[];
}

function startSync({ command }: SyncScript): Started {
  const { config } = readConfig({ PROXY_SYNC_COMMAND: command });
  if (config.sync === undefined) throw new Error('no command');
  const lines: Record<string, unknown>[] = [];
  const { log } = Fastify({ logger: { stream: { write: (line: string) => lines.push(JSON.parse(line)) } } });
  return { sync: new GitopsSync(config.sync, { log, tracer, metrics }), lines };
}

/** The spans, metric points and so on of one test are told apart by the repository. */
const target = (repository: string): SyncTarget => ({ repository: `acme/${repository}`, branch: 'main', revision });
const inSpan = <T>(work: (span: Span) => T): T =>
  tracer.startActiveSpan('webhook', (span) => {
    const result = work(span);
    span.end();
    return result;
  });
const syncSpans = (repository: string): ReturnType<typeof telemetry.spans> =>
  telemetry.spans().filter(({ name, attributes }) => name === 'gitops sync' && attributes['vcs.repository.name'] === repository);

describe('GitopsSync', () => {
  it('records a run as an INTERNAL span of its own trace that is linked to the request', async () => {
    const { sync } = startSync(await syncScript('process.exitCode = 4;'));
    const [requested, webhook] = inSpan((span) => [sync.request(target('spans')), span.spanContext()] as const);
    expect(await requested?.done).toBe('failure');

    const [span] = syncSpans('spans');
    expect(span?.kind).toBe(0);
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).not.toBe(webhook.traceId);
    expect(span?.links.map((link) => link.context.spanId)).toEqual([webhook.spanId]);
    expect(span?.attributes).toEqual({
      'vcs.provider.name': 'github',
      'vcs.owner.name': 'acme',
      'vcs.repository.name': 'spans',
      'vcs.ref.head.name': 'main',
      'vcs.ref.head.type': 'branch',
      'vcs.ref.head.revision': revision,
      'cicd.pipeline.name': 'gitops-sync',
      'cicd.pipeline.result': 'failure',
      'error.type': 'exit',
      'process.exit.code': 4,
    });
    expect(span?.status).toEqual({ code: 2, message: 'sync command: exit' });
  });

  it('links a follow-up run to every request that it is for', async () => {
    const script = await syncScript('await released();');
    const { sync } = startSync(script);
    sync.request(target('links'));
    const queued = [1, 2].map(() => inSpan((span) => ({ requested: sync.request(target('links')), spanId: span.spanContext().spanId })));
    await script.release();
    await Promise.all(queued.map(({ requested }) => requested?.done));
    expect(syncSpans('links').map(({ links }) => links.map((link) => link.context.spanId))).toEqual([
      [],
      queued.map(({ spanId }) => spanId),
    ]);
  });

  it('counts what runs and records how long it took', async () => {
    const script = await syncScript('await released();');
    const { sync } = startSync(script);
    const requested = sync.request(target('metrics'));
    const attributes = {
      'vcs.provider.name': 'github',
      'vcs.owner.name': 'acme',
      'vcs.repository.name': 'metrics',
      'cicd.pipeline.name': 'gitops-sync',
    };
    const ofThisTest = async (name: string) =>
      (await telemetry.points(name)).filter((point) => point.attributes['vcs.repository.name'] === 'metrics');
    expect(await ofThisTest('proxy.gitops.sync.active')).toEqual([{ unit: '{sync}', attributes, value: 1 }]);
    await script.release();
    await requested?.done;
    expect(await ofThisTest('proxy.gitops.sync.active')).toEqual([{ unit: '{sync}', attributes, value: 0 }]);
    expect(await ofThisTest('proxy.gitops.sync.duration')).toMatchObject([
      { unit: 's', attributes: { ...attributes, 'cicd.pipeline.result': 'success' }, value: { count: 1 } },
    ]);
  });

  it('waits for a run when it stops', async () => {
    const script = await syncScript('await released();');
    const { sync } = startSync(script);
    const requested = sync.request(target('stop'));
    await script.begun(1);
    const stopped = sync.stop(20_000);
    await script.release();
    await stopped;
    expect(await requested?.done).toBe('success');
  });

  it('ends a run that takes longer than the stop may, drops the follow-up and takes no more', async () => {
    const script = await syncScript('await released();');
    const { sync, lines } = startSync(script);
    const running = sync.request(target('cut'));
    const queued = sync.request(target('cut'));
    await script.begun(1);
    await sync.stop(10);
    expect(await running?.done).toBe('cancellation');
    expect(await queued?.done).toBe('cancellation');
    expect(sync.request(target('cut'))).toBeUndefined();
    expect(lines.map(({ msg }) => msg)).toEqual(['sync started', 'sync dropped: the service is stopping', 'sync ended: cancellation']);
    expect(await script.runs()).toHaveLength(1);
  });

  it('goes on after a command that could not be started', async () => {
    const { sync } = startSync({ ...(await syncScript()), command: '["/nonexistent/sync"]' });
    expect(await sync.request(target('absent'))?.done).toBe('error');
    await vi.waitFor(() => expect(sync.request(target('absent'))?.state).toBe('started'));
    await sync.stop(20_000);
  });
});
