import {
  ATTR_CONTAINER_ID,
  ATTR_K8S_CONTAINER_NAME,
  ATTR_K8S_POD_UID,
  ATTR_SERVICE_NAME,
  ATTR_TELEWRIGHT_SYSTEMD_INVOCATION_ID,
  ATTR_TELEWRIGHT_SYSTEMD_UNIT_NAME,
} from '@telewright/semconv';
import { readBoundedFile } from './bounded-file.js';
import { type ControlGroupFacts, parseControlGroups, parseMounts } from './control-groups.js';
import { slugOf } from './package-manifest.js';
import type { ResourceBuilder } from './resource-builder.js';
import type { DetectorName, ResourceInput } from './resource-input.js';

/**
 * Offers what control groups and mounts tell about the container and its pod.
 * @returns what else the control groups told
 */
export function offerContainer(
  builder: ResourceBuilder,
  input: ResourceInput,
  inPod: boolean,
  uses: (name: DetectorName) => boolean,
): ControlGroupFacts {
  const [groupFile, mountFile] = ['/proc/self/cgroup', '/proc/self/mountinfo'];
  const wanted = uses('container') || (uses('systemd') && input.environment['INVOCATION_ID']);
  if (input.process.platform !== 'linux' || !wanted) return {};
  const text = readBoundedFile((input.fileRoot ?? '') + groupFile) ?? '';
  const groups = parseControlGroups(text);
  if (!uses('container')) return groups;
  offerFacts(builder, groups, groupFile);
  // A private cgroup namespace shows only its root; then, or for the container's name, the mounts have to tell.
  const hidden = builder.needs(ATTR_CONTAINER_ID) && /^0::\/$/m.test(text);
  if (hidden || (inPod && builder.needs(ATTR_K8S_CONTAINER_NAME))) {
    offerFacts(builder, parseMounts(readBoundedFile((input.fileRoot ?? '') + mountFile) ?? ''), mountFile);
  }
  return groups;
}

function offerFacts(builder: ResourceBuilder, facts: ControlGroupFacts, source: string): void {
  builder.offer(ATTR_CONTAINER_ID, facts.containerId, source);
  builder.offer(ATTR_K8S_POD_UID, facts.podUid, source);
  builder.offer(ATTR_K8S_CONTAINER_NAME, facts.containerName, source);
}

/** Offers the systemd unit and invocation of a process that runs as a service of its own. */
export function offerSystemd(builder: ResourceBuilder, input: ResourceInput, unit: string | undefined): void {
  const invocation = input.environment['INVOCATION_ID'];
  // A shell of a login session inherits the variable, but runs in no service of its own.
  if (!invocation || unit === undefined || unit.startsWith('user@')) return;
  builder.offer(ATTR_TELEWRIGHT_SYSTEMD_INVOCATION_ID, invocation, 'INVOCATION_ID');
  builder.offer(ATTR_TELEWRIGHT_SYSTEMD_UNIT_NAME, `${unit}.service`, '/proc/self/cgroup');
  builder.offer(ATTR_SERVICE_NAME, slugOf(unit.replace(/@.*$/, '')), 'systemd unit');
}
