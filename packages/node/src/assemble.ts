import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type DetectedResource, formatFindings, formatStrictError } from '@telewright/resource';
import { createDiagLogger, diagLevel } from './diagnostics.js';
import { explain, shownUrl, summary } from './explain.js';
import { type GlobalApi, globalApi } from './global-api.js';
import { listen } from './instrumentations.js';
import { flushAtProcessEnd, within } from './lifecycle.js';
import { observeMissingLabels } from './missing-labels.js';
import type { StartOptions } from './options.js';
import { createExportHealth } from './pipeline/export-health.js';
import { createLogs } from './pipeline/logs.js';
import { createMetrics } from './pipeline/metrics.js';
import { createPropagator } from './pipeline/propagator.js';
import { type Part, part } from './pipeline/signal-pipeline.js';
import { createTraces } from './pipeline/traces.js';
import { processResource, workingDirectory } from './resource.js';
import { formatFinding, resolveSettings } from './settings/resolve.js';
import type { Settings, SettingValues } from './settings/settings.js';
import type { Telemetry } from './telemetry.js';

/** The refusal of a start in strict mode. */
export class RefusedStart extends TypeError {}

/**
 * Puts the parts together: settings, resource, providers behind the global API, instrumentations, and the flush at the end of the process.
 *
 * @throws RefusedStart in strict mode, when a setting or a label is wrong
 */
export function assemble(options: StartOptions, environment: Readonly<Record<string, string | undefined>>): Telemetry {
  const settings = resolveSettings(options, environment);
  const resource = processResource(options, environment);
  if (settings.values.strict) refuseFindings(settings, resource);

  const api = globalApi(process.argv[1] ?? `${workingDirectory()}/`);
  api.diag.setLogger(createDiagLogger(), { logLevel: diagLevel(settings.values.logLevel), suppressOverrideMessage: true });
  for (const finding of settings.findings) api.diag.warn(formatFinding(finding));
  const labelFindings = formatFindings(resource.findings);
  if (labelFindings !== undefined) api.diag.warn(labelFindings);

  propagateContext(api, settings.values);
  const configuration = (): ReturnType<Telemetry['explain']> => explain(settings, resource);
  const parts = settings.values.disabled ? noParts : record(api, settings.values, resource);
  api.diag.info(summary(settings, resource));
  if (settings.values.debugConfig) api.diag.info(JSON.stringify(configuration()));
  return { ...control(parts, settings.values.shutdownTimeoutMillis), explain: configuration };
}

interface Parts {
  /** Traces and logs. */
  readonly queues: readonly Part[];
  readonly metrics: readonly Part[];
  stopListening(): void;
}

const noParts: Parts = { queues: [], metrics: [], stopListening: () => undefined };

function propagateContext(api: GlobalApi, values: SettingValues): void {
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(createPropagator(values.propagators));
}

function record(api: GlobalApi, values: SettingValues, detected: DetectedResource): Parts {
  // Failed exports are told by the export health, once; the SDK's own handler would repeat each.
  setGlobalErrorHandler((error) => api.diag.debug('OpenTelemetry SDK', error));
  const resource = resourceFromAttributes({ ...detected.attributes });
  const health = createExportHealth((signal) => shownUrl(values[signal].url));
  const traces = createTraces(values, resource, health);
  const metrics = createMetrics(values, resource, health);
  const logs = createLogs(values, resource, health);
  api.trace.setGlobalTracerProvider(traces.provider);
  api.metrics.setGlobalMeterProvider(metrics.provider);
  api.logs.setGlobalLoggerProvider(logs.provider);
  observeMissingLabels(metrics.provider, detected.findings);
  return { queues: [part(traces), part(logs)], metrics: [part(metrics)], stopListening: listen(values, detected.attributes) };
}

function control(parts: Parts, timeoutMillis: number): Omit<Telemetry, 'explain'> {
  const all = [...parts.queues, ...parts.metrics];
  const flush = (what: string, some: readonly Part[]): Promise<boolean> =>
    within(
      timeoutMillis,
      what,
      some.map((part) => part.forceFlush()),
    );
  const forceFlush = (): Promise<boolean> => flush('the flush of telemetry', all);
  const stopWatching = flushAtProcessEnd({ forceFlush, flushQueues: () => flush('the flush of telemetry', parts.queues) });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    parts.stopListening();
    stopWatching();
    await within(
      timeoutMillis,
      'the shutdown of telemetry',
      all.map((part) => part.shutdown()),
    );
  };
  return {
    async forceFlush() {
      await (stopped ?? forceFlush());
    },
    shutdown() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function refuseFindings(settings: Settings, resource: DetectedResource): void {
  const lines = settings.findings.map(formatFinding);
  const labels = formatStrictError(resource.findings);
  if (labels !== undefined) lines.push(labels);
  if (lines.length > 0) throw new RefusedStart(`telemetry was not started, because strict mode is on:\n${lines.join('\n')}`);
}
