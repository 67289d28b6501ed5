import {
  ATTR_CLOUD_REGION,
  ATTR_FINOPS_GRID_ZONE,
  ATTR_K8S_NAMESPACE_NAME,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_VERSION,
  ATTR_VCS_REF_HEAD_REVISION,
} from '@telewright/semconv';
import type { AttributeValue } from './attribute-value.js';
import { offerCode } from './declared-attributes.js';
import { askDetectors, detectorNames } from './detectors.js';
import type { Finding } from './finding.js';
import { gridZoneOf } from './grid-zones.js';
import { labelDefinitions } from './label-definitions.js';
import { findMissingLabels } from './missing-labels.js';
import { policyOf } from './policy-file.js';
import { executableName } from './process-attributes.js';
import { ResourceBuilder } from './resource-builder.js';
import { isInPod, type ResourceInput } from './resource-input.js';
import { setServiceInstanceId } from './service-instance-id.js';

/** The attributes of a resource, the source of each, and what is wrong with the inputs. */
export interface DetectedResource {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Where each value came from: `code`, a variable, a file, `default`, or what it was derived or detected from. */
  readonly sources: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}

/**
 * Makes the resource of a process from its inputs alone: no global state is read, no network used, nothing thrown.
 *
 * A value is taken from code, else `FINOPS_*` (`OTEL_SERVICE_NAME` for the name), else the detectors, the last one first: by default
 * `OTEL_RESOURCE_ATTRIBUTES`, the pod, the container, CI, package.json, git, systemd, the process and its host. Files are read only while a
 * value is still missing. `telemetry.*` attributes are the caller's.
 * @see https://opentelemetry.io/docs/specs/otel/resource/sdk/
 */
export function detectResource(input: ResourceInput): DetectedResource {
  const policy = policyOf(input);
  const builder = new ResourceBuilder(policy, input.podLabels);
  const names = input.detectors ?? detectorNames;
  offerCode(builder, input);
  for (const { attribute, variable } of labelDefinitions) if (variable) builder.offer(attribute, input.environment[variable], variable);
  askDetectors(builder, input, names);
  offerDerived(builder, input);
  if (names.includes('serviceinstance')) setServiceInstanceId(builder, input);
  findMissingLabels(builder, policy, names.includes('kubernetes') && isInPod(input));
  const { attributes, sources, findings } = builder.finish();
  return Object.freeze({ attributes: Object.freeze(attributes), sources: Object.freeze(sources), findings: Object.freeze(findings) });
}

function offerDerived(builder: ResourceBuilder, input: ResourceInput): void {
  builder.offer(ATTR_SERVICE_NAMESPACE, builder.get(ATTR_K8S_NAMESPACE_NAME), `derived from ${ATTR_K8S_NAMESPACE_NAME}`);
  builder.offer(ATTR_SERVICE_VERSION, builder.get(ATTR_VCS_REF_HEAD_REVISION), builder.sourceOf(ATTR_VCS_REF_HEAD_REVISION) ?? '');
  const region = builder.get(ATTR_CLOUD_REGION);
  if (typeof region === 'string') builder.offer(ATTR_FINOPS_GRID_ZONE, gridZoneOf(region), `derived from ${ATTR_CLOUD_REGION}`);
  if (!builder.needs(ATTR_SERVICE_NAME)) return;
  const name = `unknown_service:${executableName(input.process.executablePath) || 'node'}`;
  builder.set(ATTR_SERVICE_NAME, name, 'default');
  builder.findings.push({
    key: ATTR_SERVICE_NAME,
    rule: 'default-name',
    severity: 'warning',
    expected: 'the name of the service',
    got: 'nothing',
    source: 'none',
    action: `sent as '${name}'`,
    remedy: 'set OTEL_SERVICE_NAME, the pod label app.kubernetes.io/name, service in code or a name in package.json',
  });
}
