import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { SDK_INFO } from '@opentelemetry/core';
import {
  type DetectedResource,
  type DetectorName,
  detectorNames,
  detectResource,
  type LabelOptions,
  labelDefinitions,
  type ResourceInput,
} from '@telewright/resource';
import { isCloudName } from './cloud/cloud-names.js';
import type { StartOptions } from './options.js';
import type { ConfigurationFile } from './settings/configuration-file.js';
import type { SettingValues } from './settings/settings.js';
import { version } from './version.js';
import { entryPoint, workingDirectory } from './working-directory.js';

/** The options of `start()` that are labels. */
export const labelOptionNames: readonly (keyof LabelOptions)[] = labelDefinitions.flatMap(({ option }) => (option ? [option] : []));

/** The variables that are labels. */
export const labelVariables: readonly string[] = labelDefinitions.flatMap(({ variable, podVariables = [] }) =>
  variable ? [variable, ...podVariables] : podVariables,
);

type ResourceSettings = Pick<SettingValues, 'resourceDetectors' | 'podInfoDirectory' | 'podLabels' | 'policyFile'>;

/** Detects the resource of this process: FinOps labels and what identifies the service, each with its source. */
export function processResource(
  options: StartOptions,
  { resourceDetectors, podInfoDirectory, podLabels, policyFile }: ResourceSettings,
  environment: Readonly<Record<string, string | undefined>>,
  file?: ConfigurationFile,
): DetectedResource {
  const detected = detectResource({
    environment: file ? environmentBeside(file, environment) : environment,
    ...(file && { declared: declaredIn(file) }),
    detectors: resourceDetectors.flatMap(detectorsOf),
    policy: options?.policy,
    policyFile,
    podInfoDirectory,
    podLabels,
    labels: Object.fromEntries(labelOptionNames.map((name) => [name, options?.[name]])),
    ...(options?.resourceAttributes && { attributes: options.resourceAttributes }),
    workingDirectory: workingDirectory(),
    entryPoint: entryPoint(),
    process: {
      pid: process.pid,
      executablePath: process.execPath,
      runtimeVersion: process.versions.node,
      platform: process.platform,
      arch: process.arch,
      hostname: hostname(),
      threadId,
      forked: process.send !== undefined,
    },
  });
  const sdk = Object.fromEntries(Object.entries(SDK_INFO).filter(([key]) => key.startsWith('telemetry.')));
  const own = { ...sdk, 'telemetry.distro.name': 'telewright', 'telemetry.distro.version': version };
  const ownSources = Object.fromEntries(Object.keys(own).map((key) => [key, 'telewright']));
  return { ...detected, attributes: { ...detected.attributes, ...own }, sources: { ...detected.sources, ...ownSources } };
}

/** Of the variables that OpenTelemetry defines, a file leaves those that it asks a detector for. */
function environmentBeside(
  { entries }: ConfigurationFile,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const { OTEL_RESOURCE_ATTRIBUTES: _, OTEL_SERVICE_NAME: name, ...rest } = environment;
  const asked = entries.get('resourceDetectors')?.raw;
  return Array.isArray(asked) && asked.includes('service') ? { ...rest, OTEL_SERVICE_NAME: name } : rest;
}

/** Gives the labels and attributes of a file, each with its place. */
function declaredIn({ entries, attributes }: ConfigurationFile): NonNullable<ResourceInput['declared']> {
  const labels = labelDefinitions.flatMap(({ option, attribute }) => {
    const entry = option && entries.get(option);
    return entry ? [{ attribute, value: entry.raw, source: entry.origin }] : [];
  });
  const more = entries.get('resourceAttributes');
  const further = Object.entries({ ...(more?.raw as object) }).map(([attribute, value]) => ({
    attribute,
    value: value as unknown,
    source: more?.origin as string,
  }));
  return [...labels, ...further, ...attributes];
}

/** Gives the detectors that need no network. */
function detectorsOf(name: SettingValues['resourceDetectors'][number]): readonly DetectorName[] {
  if (name === 'all') return detectorNames;
  return name === 'none' || isCloudName(name) ? [] : [name];
}
