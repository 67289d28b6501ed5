import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { type DetectedResource, formatFindings, formatStrictError } from '@telewright/resource';
import { isCloudName } from './cloud/cloud-names.js';
import { createDiagLogger, diagLevel, writeStderr } from './diagnostics.js';
import { effectiveSettings } from './effective-settings.js';
import { type GlobalApi, globalApi } from './global-api.js';
import { type KnownResource, knownResource, lateResource } from './late-resource.js';
import { finishAtProcessEnd } from './lifecycle.js';
import type { StartOptions } from './options.js';
import { createPropagator } from './pipeline/propagator.js';
import { record, recordNothing } from './record.js';
import { processResource } from './resource.js';
import { givenInstrumentations } from './settings/given-instrumentations.js';
import { givenProcessing } from './settings/given-processing.js';
import { namedConfigurationFile } from './settings/named-configuration-file.js';
import { formatFinding, resolveSettings } from './settings/resolve.js';
import type { Settings, SettingValues } from './settings/settings.js';
import { startLine } from './start-line.js';
import type { EffectiveSettings, Telemetry } from './telemetry.js';
import { leaveWorkersAlone } from './threads/worker-setting.js';
import { entryPoint, workingDirectory } from './working-directory.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The refusal of a start in strict mode. */
export class RefusedStart extends TypeError {}

/**
 * Puts the parts together: settings, resource, providers behind the global API, instrumentations, and the flush at the end of the process.
 *
 * @throws RefusedStart in strict mode, when a setting or a label is wrong
 */
export function assemble(options: StartOptions, environment: Environment): Telemetry {
  const { api, settings, known } = prepare(options, environment);
  propagateContext(api, settings.values);
  if (!settings.values.workerThreads) leaveWorkersAlone();
  const { outgoing, listening } = settings.values.disabled
    ? recordNothing(settings.values)
    : record(api, settings.values, known, environment, givenInstrumentations(options), givenProcessing(options));
  const { names } = listening;
  api.diag.info(startLine(settings, known.detected, names));
  const effective = (): EffectiveSettings => effectiveSettings(settings, known.detected, names);
  if (settings.values.debugConfig) writeStderr(`${JSON.stringify(effective())}\n`);
  const stopWatching = finishAtProcessEnd(outgoing);
  return {
    forceFlush: () => outgoing.forceFlush(),
    shutdown() {
      listening.stop();
      stopWatching();
      return outgoing.shutdown();
    },
    get settings() {
      return effective();
    },
  };
}

/** What is known before anything runs. */
export interface Prepared {
  readonly api: GlobalApi;
  readonly settings: Settings;
  readonly known: KnownResource;
}

/**
 * Resolves settings and resource, and says what is wrong with them.
 *
 * @throws RefusedStart in strict mode
 */
export function prepare(options: StartOptions, environment: Environment): Prepared {
  const file = namedConfigurationFile(options, environment);
  const settings = resolveSettings(options, environment, file);
  const resource = processResource(options, settings.values, environment, file);
  if (settings.values.strict) refuseFindings(settings, resource);

  const api = globalApi(entryPoint() ?? `${workingDirectory()}/`);
  const { logFormat, logLevel } = settings.values;
  api.diag.setLogger(createDiagLogger({ format: logFormat }), { logLevel: diagLevel(logLevel), suppressOverrideMessage: true });
  for (const finding of settings.findings) api.diag[finding.level ?? 'warn'](formatFinding(finding));
  const labelFindings = formatFindings(resource.findings);
  if (labelFindings !== undefined) api.diag.warn(labelFindings);
  const known = settings.values.disabled ? knownResource(resource) : withClouds(resource, settings.values, environment);
  return { api, settings, known };
}

function propagateContext(api: GlobalApi, values: SettingValues): void {
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(createPropagator(values.propagators));
}

/** Clouds are asked over the network, and only those that are named. */
function withClouds(resource: DetectedResource, { resourceDetectors }: SettingValues, environment: Environment): KnownResource {
  const named = resourceDetectors.filter((name) => isCloudName(name));
  if (named.length === 0) return knownResource(resource);
  // Not before the context manager is there: the requests are not to be traced.
  const answers = Promise.resolve().then(() => {
    const { detectCloud } = require('./detect-cloud.cjs') as typeof import('./cloud/detect-cloud.js');
    return detectCloud(named, environment);
  });
  return lateResource(resource, answers);
}

function refuseFindings(settings: Settings, resource: DetectedResource): void {
  const wrong = settings.findings.filter(({ level }) => level !== 'info');
  const lines = wrong.map((finding) => formatFinding({ ...finding, action: 'correct or unset it' }));
  const labels = formatStrictError(resource.findings);
  if (labels !== undefined) lines.push(labels);
  if (lines.length > 0) throw new RefusedStart(`telemetry was not started, because strict mode is on:\n${lines.join('\n')}`);
}
