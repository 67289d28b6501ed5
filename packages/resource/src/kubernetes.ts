import { ATTR_K8S_NAMESPACE_NAME } from '@telewright/semconv';
import { readBoundedFile } from './bounded-file.js';
import { labelDefinitions } from './label-definitions.js';
import { parsePodInfo } from './pod-info.js';
import { podLabelOf } from './pod-label.js';
import type { ResourceBuilder } from './resource-builder.js';
import { isInPod, type ResourceInput } from './resource-input.js';

const annotationPrefix = 'resource.opentelemetry.io/';
const serviceAccountNamespace = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/**
 * Offers what the pod says about itself: variables, annotations, labels, the service account's namespace.
 * @see https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/
 */
export function offerKubernetes(builder: ResourceBuilder, input: ResourceInput): void {
  for (const { attribute, podVariables = [] } of labelDefinitions) {
    for (const variable of podVariables) builder.offer(attribute, input.environment[variable], variable);
  }
  const annotations = readPodInfo(builder, input, 'annotations');
  for (const [key, value] of annotations.entries) {
    if (key.startsWith(annotationPrefix)) builder.offer(key.slice(annotationPrefix.length), value, annotations.path);
  }
  const labels = readPodInfo(builder, input, 'labels');
  for (const attribute of new Set([...labelDefinitions.map((definition) => definition.attribute), ...Object.keys(input.podLabels ?? {})])) {
    const label = podLabelOf(attribute, input.podLabels);
    if (label !== undefined) builder.offer(attribute, labels.entries.get(label), labels.path);
  }
  if (isInPod(input) && builder.needs(ATTR_K8S_NAMESPACE_NAME)) {
    builder.offer(
      ATTR_K8S_NAMESPACE_NAME,
      readBoundedFile((input.fileRoot ?? '') + serviceAccountNamespace)?.trim(),
      serviceAccountNamespace,
    );
  }
}

function readPodInfo(builder: ResourceBuilder, input: ResourceInput, name: string): { path: string; entries: ReadonlyMap<string, string> } {
  const path = `${input.podInfoDirectory ?? '/etc/podinfo'}/${name}`;
  const text = readBoundedFile((input.fileRoot ?? '') + path, (reason) => {
    builder.findings.push({
      key: path,
      rule: 'unreadable',
      severity: 'warning',
      expected: 'a readable file',
      got: reason,
      source: path,
      action: 'its labels are left out',
      remedy: `let the user of the process read ${path}`,
    });
  });
  return { path, entries: parsePodInfo(text ?? '') };
}
