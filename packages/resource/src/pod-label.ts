import { labelDefinitions } from './label-definitions.js';

/** Gives the pod label that is read for an attribute: the chosen one, else the one of the table unless that is read on request only. */
export function podLabelOf(attribute: string, chosen: Readonly<Record<string, string>> = {}): string | undefined {
  if (Object.hasOwn(chosen, attribute)) return chosen[attribute];
  const definition = labelDefinitions.find((candidate) => candidate.attribute === attribute);
  return definition?.kubernetesLabelOptIn ? undefined : definition?.kubernetesLabel;
}
