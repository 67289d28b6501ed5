export type { AttributeValue } from './attribute-value.js';
export { type DetectedResource, detectResource } from './detect-resource.js';
export { detectorNames } from './detectors.js';
export type { Finding, FindingRule, Severity } from './finding.js';
export { formatFindings, formatStrictError } from './format-findings.js';
export { gridZoneOf } from './grid-zones.js';
export { type LabelDefinition, type LabelLevel, labelDefinitions } from './label-definitions.js';
export {
  awsTags,
  azureTags,
  focusColumns,
  gcpLabels,
  kubernetesLabels,
  type LabelMapping,
  openCostKeys,
  prometheusLabels,
  promotedAttributes,
} from './label-mappings.js';
export type { LabelOptions } from './label-options.js';
export { type LabelRule, type LabelRuleName, labelRules } from './label-rules.js';
export type { Policy } from './policy.js';
export type { DetectorName, ProcessFacts, ResourceInput } from './resource-input.js';
