import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { type DetectedResource, formatFindings, formatStrictError } from '@telewright/resource';
import { isCloudName } from './cloud/cloud-names.js';
import { detectCloud } from './cloud/detect-cloud.js';
import { createDiagLogger, diagLevel, writeStderr } from './diagnostics.js';
import { effectiveSettings, shownUrl } from './effective-settings.js';
import { type GlobalApi, globalApi } from './global-api.js';
import { type Listening, listen } from './instrumentations.js';
import { type KnownResource, knownResource, lateResource } from './late-resource.js';
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
import { startLine } from './start-line.js';
import type { EffectiveSettings, Telemetry } from './telemetry.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The refusal of a start in strict mode. */
export class RefusedStart extends TypeError {}

/**
 * Puts the parts together: settings, resource, providers behind the global API, instrumentations, and the flush at the end of the process.
 *
 * @throws RefusedStart in strict mode, when a setting or a label is wrong
 */
export function assemble(options: StartOptions, environment: Environment): Telemetry {
  const settings = resolveSettings(options, environment);
  const resource = processResource(options, settings.values, environment);
  if (settings.values.strict) refuseFindings(settings, resource);

  const api = globalApi(process.argv[1] ?? `${workingDirectory()}/`);
  const { logFormat, logLevel } = settings.values;
  api.diag.setLogger(createDiagLogger({ format: logFormat }), { logLevel: diagLevel(logLevel), suppressOverrideMessage: true });
  for (const finding of settings.findings) api.diag[finding.note ? 'info' : 'warn'](formatFinding(finding));
  const labelFindings = formatFindings(resource.findings);
  if (labelFindings !== undefined) api.diag.warn(labelFindings);

  propagateContext(api, settings.values);
  const known = settings.values.disabled ? knownResource(resource) : withClouds(resource, settings.values, environment);
  const parts = settings.values.disabled ? noParts : record(api, settings.values, known);
  const { names } = parts.listening;
  api.diag.info(startLine(settings, resource, names));
  const effective = (): EffectiveSettings => effectiveSettings(settings, known.detected, names);
  if (settings.values.debugConfig) writeStderr(`${JSON.stringify(effective())}\n`);
  return {
    ...control(parts, settings.values.shutdownTimeoutMillis),
    get settings() {
      return effective();
    },
  };
}

interface Parts {
  /** Traces and logs. */
  readonly queues: readonly Part[];
  readonly metrics: readonly Part[];
  readonly listening: Listening;
}

const noParts: Parts = { queues: [], metrics: [], listening: { names: [], stop: () => undefined } };

function propagateContext(api: GlobalApi, values: SettingValues): void {
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(createPropagator(values.propagators));
}

/** Clouds are asked over the network, and only those that are named. */
function withClouds(resource: DetectedResource, { resourceDetectors }: SettingValues, environment: Environment): KnownResource {
  const named = resourceDetectors.filter((name) => isCloudName(name));
  return named.length === 0 ? knownResource(resource) : lateResource(resource, detectCloud(named, environment));
}

function record(api: GlobalApi, values: SettingValues, { resource, detected }: KnownResource): Parts {
  // Failed exports are told by the export health, once; the SDK's own handler would repeat each.
  setGlobalErrorHandler((error) => api.diag.debug('OpenTelemetry SDK', error));
  const health = createExportHealth((signal) => shownUrl(values[signal].url));
  const traces = createTraces(values, resource, health);
  const metrics = createMetrics(values, resource, health);
  const logs = createLogs(values, resource, health);
  api.trace.setGlobalTracerProvider(traces.provider);
  api.metrics.setGlobalMeterProvider(metrics.provider);
  api.logs.setGlobalLoggerProvider(logs.provider);
  observeMissingLabels(metrics.provider, detected.findings);
  return { queues: [part(traces), part(logs)], metrics: [part(metrics)], listening: listen(values, detected.attributes) };
}

function control(parts: Parts, timeoutMillis: number): Omit<Telemetry, 'settings'> {
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
    parts.listening.stop();
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
  const wrong = settings.findings.filter(({ note }) => !note);
  const lines = wrong.map((finding) => formatFinding({ ...finding, action: 'correct or unset it' }));
  const labels = formatStrictError(resource.findings);
  if (labels !== undefined) lines.push(labels);
  if (lines.length > 0) throw new RefusedStart(`telemetry was not started, because strict mode is on:\n${lines.join('\n')}`);
}
