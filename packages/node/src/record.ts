import { isMainThread } from 'node:worker_threads';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import type { ExportEvent } from '@telewright/otlp';
import { shownUrl } from './effective-settings.js';
import type { GlobalApi } from './global-api.js';
import { type Listening, listen } from './instrumentations.js';
import type { KnownResource } from './late-resource.js';
import { createLogGuards } from './log-guards.js';
import { observeMissingLabels } from './missing-labels.js';
import type { Instrumentation } from './options.js';
import { Outgoing, type OutgoingParts } from './outgoing.js';
import type { Delivery } from './pipeline/delivery.js';
import { createExportHealth } from './pipeline/export-health.js';
import { createLogs } from './pipeline/logs.js';
import { createMetrics } from './pipeline/metrics.js';
import { SelfMetrics, type WatchedQueue } from './pipeline/self-metrics.js';
import type { SignalPipeline } from './pipeline/signal-pipeline.js';
import { openSpool, spoolFolder } from './pipeline/spool.js';
import { createTraces } from './pipeline/traces.js';
import type { GivenProcessing } from './settings/given-processing.js';
import type { SettingValues } from './settings/settings.js';
import { entryPoint, workingDirectory } from './working-directory.js';

/** What records, and brings out what was recorded. */
export interface Recording {
  readonly outgoing: Outgoing;
  readonly listening: Listening;
}

/** Records nothing, for telemetry that is disabled. */
export function recordNothing({ shutdownTimeoutMillis }: SettingValues): Recording {
  const parts: OutgoingParts = {
    providers: [],
    outlets: { traces: [], metrics: [], logs: [] },
    collectMetrics: () => undefined,
    spool: undefined,
    spoolFolder: undefined,
    timeoutMillis: shutdownTimeoutMillis,
  };
  return { outgoing: new Outgoing(parts), listening: { names: [], stop: () => undefined } };
}

/** Puts the three providers behind the global API and lets the instrumentations listen. */
export function record(
  api: GlobalApi,
  values: SettingValues,
  { resource, detected }: KnownResource,
  environment: Readonly<Record<string, string | undefined>>,
  given: readonly Instrumentation[],
  processing: GivenProcessing,
): Recording {
  // Failed exports are told by the export health, once; the SDK's own handler would repeat each.
  setGlobalErrorHandler((error) => api.diag.debug('OpenTelemetry SDK', error));
  const selfMetrics = new SelfMetrics();
  const { delivery, folder } = openDelivery(values, { resource, detected }, environment, (event) => selfMetrics.count(event));
  const { spool, lifeline } = delivery;
  const traces = createTraces(values, resource, delivery, processing);
  const metrics = createMetrics(values, resource, delivery);
  const logs = createLogs(values, resource, delivery, processing);
  api.trace.setGlobalTracerProvider(traces.provider);
  api.metrics.setGlobalMeterProvider(metrics.provider);
  const guards = createLogGuards(values, logs.provider, metrics.provider);
  api.logs.setGlobalLoggerProvider(guards.provider);
  observeMissingLabels(metrics.provider, detected.findings);
  selfMetrics.observe(metrics.provider.getMeter('@telewright/node'), watchedQueues(values, traces, metrics, logs), spool);
  lifeline?.onCollect(() => metrics.collectNow().map(({ request }) => request));
  const outgoing = new Outgoing({
    providers: [traces.provider, metrics.provider, logs.provider],
    outlets: { traces: traces.outlets, metrics: metrics.outlets, logs: logs.outlets },
    collectMetrics() {
      for (const { queue, request } of metrics.collectNow()) queue.take(request, false);
    },
    spool,
    spoolFolder: folder,
    timeoutMillis: values.shutdownTimeoutMillis,
  });
  const host = { entryPoint: entryPoint(), workingDirectory: workingDirectory(), given };
  return { outgoing, listening: listen(values, detected.attributes, host, guards) };
}

/** Opens the way out that the signals share. */
export function openDelivery(
  values: SettingValues,
  { resource, detected }: KnownResource,
  environment: Readonly<Record<string, string | undefined>>,
  count: (event: ExportEvent) => void = () => undefined,
): { readonly delivery: Delivery; readonly folder: string | undefined } {
  const folder = spoolFolder(values, environment);
  const health = createExportHealth({ shownUrl: (signal) => shownUrl(values[signal].url), folder });
  const onEvent = (event: ExportEvent): void => {
    health.onEvent(event);
    count(event);
  };
  const spool = openSpool(values, folder, detected.attributes, onEvent);
  const ready = resource.asyncAttributesPending ? resource.waitForAsyncAttributes?.() : undefined;
  const lifeline = isMainThread ? undefined : (require('./threads.cjs') as typeof import('./threads/threads.js')).createLifeline();
  return { delivery: { onEvent, spool, lifeline, ready }, folder };
}

function watchedQueues(values: SettingValues, traces: SignalPipeline, metrics: SignalPipeline, logs: SignalPipeline): WatchedQueue[] {
  return [
    ...traces.outlets.map((queue) => ({ signal: 'traces' as const, queue, capacity: values.spanQueueSize })),
    ...metrics.outlets.map((queue) => ({ signal: 'metrics' as const, queue, capacity: 0 })),
    ...logs.outlets.map((queue) => ({ signal: 'logs' as const, queue, capacity: values.logRecordQueueSize })),
  ];
}
