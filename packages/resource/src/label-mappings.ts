import { type LabelDefinition, labelDefinitions } from './label-definitions.js';

/** Maps attribute names to the name that another tool has for them. */
export type LabelMapping = Readonly<Record<string, string>>;

/** Maps attributes to the recommended label of the Kubernetes pod. */
export const kubernetesLabels: LabelMapping = /* @__PURE__ */ mapping((definition) => definition.kubernetesLabel);

/** Maps attributes to the property that OpenCost aggregates by, with its default label names. */
export const openCostKeys: LabelMapping = /* @__PURE__ */ mapping((definition) => definition.openCostKey);

/** Maps attributes to AWS cost allocation tag keys. */
export const awsTags: LabelMapping = /* @__PURE__ */ mapping((definition) => definition.cloudTag);

/** Maps attributes to Google Cloud label keys. */
export const gcpLabels: LabelMapping = awsTags;

/** Maps attributes to Azure tag names. */
export const azureTags: LabelMapping = awsTags;

/** Maps attributes to FOCUS 1.4 columns (https://focus.finops.org), or `Tags.<key>` for a key of its `Tags` column. */
export const focusColumns: LabelMapping = /* @__PURE__ */ mapping((definition) => definition.focusColumn);

/** Maps attributes to Prometheus label names, as its OTLP receiver translates them. */
export const prometheusLabels: LabelMapping = /* @__PURE__ */ mapping((definition) => definition.attribute.replaceAll('.', '_'));

/** Lists the attributes that backends should promote to labels of every series; they have few values, none per instance. */
export const promotedAttributes: readonly string[] = /* @__PURE__ */ promoted();

function mapping(nameOf: (definition: LabelDefinition) => string | undefined): LabelMapping {
  const entries = labelDefinitions.flatMap((definition) => {
    const name = nameOf(definition);
    return name === undefined ? [] : [[definition.attribute, name] as const];
  });
  return Object.freeze(Object.fromEntries(entries));
}

function promoted(): readonly string[] {
  return Object.freeze(labelDefinitions.filter((definition) => definition.promoted).map((definition) => definition.attribute));
}
