import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME } from '@telewright/semconv';
import type { Finding } from './finding.js';
import { type LabelDefinition, labelDefinitions } from './label-definitions.js';
import { labelRules } from './label-rules.js';
import { podLabelOf } from './pod-label.js';
import { type CheckedPolicy, requiredAttributes } from './policy-rule.js';
import type { ResourceBuilder } from './resource-builder.js';

/** Adds a finding for each label that is required or recommended and has no value. */
export function findMissingLabels(builder: ResourceBuilder, policy: CheckedPolicy, inPod: boolean): void {
  const environment = builder.get(ATTR_DEPLOYMENT_ENVIRONMENT_NAME);
  const required = requiredAttributes(policy, environment) ?? requiredByTable(environment === 'production');
  for (const attribute of required) {
    if (builder.needs(attribute)) builder.findings.push(missing(attribute, true, builder.podLabels));
  }
  for (const { attribute, level } of labelDefinitions) {
    const wanted = level === 'recommended on Kubernetes' ? inPod : level !== 'optional';
    if (wanted && !required.has(attribute) && builder.needs(attribute)) builder.findings.push(missing(attribute, false, builder.podLabels));
  }
}

function requiredByTable(production: boolean): ReadonlySet<string> {
  const required = labelDefinitions.filter(({ level }) => level === 'required' || (production && level === 'required in production'));
  return new Set(required.map(({ attribute }) => attribute));
}

function missing(attribute: string, required: boolean, podLabels: Readonly<Record<string, string>>): Finding {
  const definition = labelDefinitions.find((candidate) => candidate.attribute === attribute);
  return {
    key: attribute,
    rule: required ? 'missing' : 'missing-recommended',
    severity: required ? 'error' : 'info',
    expected: definition ? labelRules[definition.rule].expected : 'a value',
    got: 'nothing',
    source: 'none',
    action: 'left out',
    remedy: `set ${waysToSet(attribute, definition, podLabelOf(attribute, podLabels))}`,
  };
}

function waysToSet(attribute: string, definition: LabelDefinition | undefined, podLabel: string | undefined): string {
  const ways = [definition?.variable ?? definition?.podVariables?.[0] ?? `${attribute} in OTEL_RESOURCE_ATTRIBUTES`];
  if (podLabel !== undefined) ways.push(`the pod label ${podLabel}`);
  if (definition?.option) ways.push(`${definition.option} in code`);
  return ways.length > 1 ? `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}` : ways.join('');
}
