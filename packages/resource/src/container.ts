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
import { isInPod, type ResourceInput } from './resource-input.js';

const groupFile = '/proc/self/cgroup';
const mountFile = '/proc/self/mountinfo';

/** Offers what control groups and mounts tell about the container and its pod. */
export function offerContainer(builder: ResourceBuilder, input: ResourceInput): void {
  if (input.process.platform !== 'linux') return;
  const text = readBoundedFile((input.fileRoot ?? '') + groupFile) ?? '';
  offerFacts(builder, parseControlGroups(text), groupFile);
  // A private cgroup namespace shows only its root; then, or for the container's name, the mounts have to tell.
  const hidden = builder.needs(ATTR_CONTAINER_ID) && /^0::\/$/m.test(text);
  if (hidden || (isInPod(input) && builder.needs(ATTR_K8S_CONTAINER_NAME))) {
    offerFacts(builder, parseMounts(readBoundedFile((input.fileRoot ?? '') + mountFile) ?? ''), mountFile);
  }
}

function offerFacts(builder: ResourceBuilder, facts: ControlGroupFacts, source: string): void {
  builder.offer(ATTR_CONTAINER_ID, facts.containerId, source);
  builder.offer(ATTR_K8S_POD_UID, facts.podUid, source);
  builder.offer(ATTR_K8S_CONTAINER_NAME, facts.containerName, source);
}

/** Offers the systemd unit and invocation of a process that runs as a service of its own. */
export function offerSystemd(builder: ResourceBuilder, input: ResourceInput): void {
  const invocation = input.environment['INVOCATION_ID'];
  if (!invocation || input.process.platform !== 'linux') return;
  const { unit } = parseControlGroups(readBoundedFile((input.fileRoot ?? '') + groupFile) ?? '');
  // A shell of a login session inherits the variable, but runs in no service of its own.
  if (unit === undefined || unit.startsWith('user@')) return;
  builder.offer(ATTR_TELEWRIGHT_SYSTEMD_INVOCATION_ID, invocation, 'INVOCATION_ID');
  builder.offer(ATTR_TELEWRIGHT_SYSTEMD_UNIT_NAME, `${unit}.service`, groupFile);
  builder.offer(ATTR_SERVICE_NAME, slugOf(unit.replace(/@.*$/, '')), 'systemd unit');
}
