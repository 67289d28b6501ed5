import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_FINOPS_ALLOCATION_TYPE,
  ATTR_FINOPS_BUSINESS_UNIT_ID,
  ATTR_FINOPS_GRID_ZONE,
  ATTR_FINOPS_OWNER_NAME,
  ATTR_FINOPS_PRODUCT_NAME,
  ATTR_FINOPS_TEAM_NAME,
  ATTR_K8S_CLUSTER_NAME,
  ATTR_K8S_CONTAINER_NAME,
  ATTR_K8S_NAMESPACE_NAME,
  ATTR_K8S_NODE_NAME,
  ATTR_K8S_POD_NAME,
  ATTR_K8S_POD_UID,
  ATTR_SERVICE_CRITICALITY,
  ATTR_SERVICE_INSTANCE_COST_CENTER_ID,
  ATTR_SERVICE_INSTANCE_COST_CENTER_NAME,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  ATTR_SERVICE_VERSION,
  ATTR_VCS_REF_HEAD_REVISION,
  ATTR_VCS_REPOSITORY_URL_FULL,
} from '@telewright/semconv';
import type { LabelOptions } from './label-options.js';
import type { LabelRuleName } from './label-rules.js';

/** How much a label is asked for; a policy can ask for others. */
export type LabelLevel = 'required' | 'required in production' | 'recommended' | 'recommended on Kubernetes' | 'optional';

/** Says everything about one label: types, checks, documentation and the settings of other tools are derived from it. */
export interface LabelDefinition {
  readonly attribute: string;
  /** The name of the option in code. */
  readonly option?: keyof LabelOptions;
  readonly level: LabelLevel;
  readonly rule: LabelRuleName;
  /** The variable of its own; it comes after code and before `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly variable?: string;
  /** Variables that a pod fills from the downward API; they come just before the podinfo files, the first one set counts. */
  readonly podVariables?: readonly string[];
  /** The label of the pod, which is also read from the podinfo file; a pod annotation `resource.opentelemetry.io/<attribute>` comes before it. */
  readonly kubernetesLabel?: string;
  /** True if the pod label is read only on request: it may have another meaning. */
  readonly kubernetesLabelOptIn?: true;
  /** What is looked at last, in this order. */
  readonly otherSources?: readonly string[];
  /** The property that OpenCost aggregates costs by, with its default label names. */
  readonly openCostKey?: string;
  /** The tag key on AWS, Google Cloud and Azure; valid on each of them. */
  readonly cloudTag?: string;
  /** The FOCUS 1.4 column, or the key in its `Tags` column. */
  readonly focusColumn?: string;
  /** True if backends should have it as a label of every series and an index of traces: few values, none per instance. */
  readonly promoted?: true;
}

/**
 * The labels of a service. A value is taken from code, then the variable, `OTEL_RESOURCE_ATTRIBUTES`, the pod (variables,
 * annotation, label), then the other sources.
 */
export const labelDefinitions: readonly LabelDefinition[] = [
  {
    attribute: ATTR_SERVICE_NAME,
    option: 'service',
    level: 'required',
    rule: 'serviceName',
    variable: 'OTEL_SERVICE_NAME',
    kubernetesLabel: 'app.kubernetes.io/name',
    otherSources: ['package.json name without scope', 'systemd unit'],
    cloudTag: 'service',
    focusColumn: 'Tags.service',
  },
  {
    attribute: ATTR_SERVICE_NAMESPACE,
    option: 'namespace',
    level: 'recommended',
    rule: 'serviceName',
    kubernetesLabel: 'app.kubernetes.io/part-of',
    kubernetesLabelOptIn: true,
    otherSources: [ATTR_K8S_NAMESPACE_NAME],
    cloudTag: 'system',
    focusColumn: 'Tags.system',
  },
  {
    attribute: ATTR_SERVICE_VERSION,
    option: 'version',
    level: 'recommended',
    rule: 'text',
    kubernetesLabel: 'app.kubernetes.io/version',
    otherSources: ['package.json version', 'git revision'],
  },
  {
    attribute: ATTR_SERVICE_INSTANCE_ID,
    option: 'instanceId',
    level: 'required',
    rule: 'uuid',
    otherSources: ['UUIDv5 of namespace, pod and container', 'UUIDv4'],
    focusColumn: 'ResourceId',
  },
  {
    attribute: ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
    option: 'environment',
    level: 'required',
    rule: 'environment',
    variable: 'FINOPS_ENVIRONMENT',
    kubernetesLabel: 'env',
    openCostKey: 'environment',
    cloudTag: 'environment',
    focusColumn: 'Tags.environment',
    promoted: true,
  },
  {
    attribute: ATTR_SERVICE_CRITICALITY,
    option: 'criticality',
    level: 'recommended',
    rule: 'criticality',
    variable: 'FINOPS_CRITICALITY',
    kubernetesLabel: 'criticality',
    cloudTag: 'criticality',
    focusColumn: 'Tags.criticality',
    promoted: true,
  },
  {
    attribute: ATTR_SERVICE_INSTANCE_COST_CENTER_ID,
    option: 'costCenter',
    level: 'required in production',
    rule: 'budget',
    variable: 'FINOPS_COST_CENTER_ID',
    kubernetesLabel: 'cost-center',
    cloudTag: 'cost-center',
    focusColumn: 'x_CostCenterId',
    promoted: true,
  },
  {
    attribute: ATTR_SERVICE_INSTANCE_COST_CENTER_NAME,
    option: 'costCenterName',
    level: 'recommended',
    rule: 'title',
    variable: 'FINOPS_COST_CENTER_NAME',
    focusColumn: 'x_CostCenterName',
  },
  {
    attribute: ATTR_FINOPS_TEAM_NAME,
    option: 'team',
    level: 'required',
    rule: 'slug',
    variable: 'FINOPS_TEAM',
    kubernetesLabel: 'team',
    openCostKey: 'team',
    cloudTag: 'team',
    focusColumn: 'Tags.team',
    promoted: true,
  },
  {
    attribute: ATTR_FINOPS_OWNER_NAME,
    option: 'owner',
    level: 'optional',
    rule: 'slug',
    variable: 'FINOPS_OWNER',
    kubernetesLabel: 'owner',
    openCostKey: 'owner',
    cloudTag: 'owner',
    focusColumn: 'Tags.owner',
  },
  {
    attribute: ATTR_FINOPS_BUSINESS_UNIT_ID,
    option: 'businessUnit',
    level: 'recommended',
    rule: 'slug',
    variable: 'FINOPS_BUSINESS_UNIT',
    kubernetesLabel: 'department',
    openCostKey: 'department',
    cloudTag: 'business-unit',
    focusColumn: 'Tags.business-unit',
    promoted: true,
  },
  {
    attribute: ATTR_FINOPS_PRODUCT_NAME,
    option: 'product',
    level: 'recommended',
    rule: 'slug',
    variable: 'FINOPS_PRODUCT',
    kubernetesLabel: 'app',
    openCostKey: 'product',
    cloudTag: 'application',
    focusColumn: 'Tags.application',
    promoted: true,
  },
  {
    attribute: ATTR_FINOPS_ALLOCATION_TYPE,
    option: 'allocationType',
    level: 'optional',
    rule: 'allocation',
    variable: 'FINOPS_ALLOCATION_TYPE',
  },
  {
    attribute: ATTR_FINOPS_GRID_ZONE,
    option: 'gridZone',
    level: 'recommended',
    rule: 'zone',
    variable: 'FINOPS_GRID_ZONE',
    otherSources: ['cloud.region'],
    focusColumn: 'x_GridZone',
  },
  { attribute: ATTR_K8S_CLUSTER_NAME, level: 'recommended on Kubernetes', rule: 'text', podVariables: ['K8S_CLUSTER_NAME'] },
  {
    attribute: ATTR_K8S_NAMESPACE_NAME,
    level: 'recommended on Kubernetes',
    rule: 'text',
    podVariables: ['K8S_NAMESPACE_NAME', 'K8S_NAMESPACE', 'K8S_POD_NAMESPACE', 'POD_NAMESPACE'],
    otherSources: ['service account'],
  },
  { attribute: ATTR_K8S_POD_NAME, level: 'recommended on Kubernetes', rule: 'text', podVariables: ['K8S_POD_NAME', 'POD_NAME'] },
  {
    attribute: ATTR_K8S_POD_UID,
    level: 'recommended on Kubernetes',
    rule: 'text',
    podVariables: ['K8S_POD_UID', 'POD_UID'],
    otherSources: ['cgroup', 'mounts'],
    focusColumn: 'AllocatedResourceId',
  },
  {
    attribute: ATTR_K8S_CONTAINER_NAME,
    level: 'recommended on Kubernetes',
    rule: 'text',
    podVariables: ['K8S_CONTAINER_NAME'],
    otherSources: ['mounts'],
  },
  { attribute: ATTR_K8S_NODE_NAME, level: 'recommended on Kubernetes', rule: 'text', podVariables: ['K8S_NODE_NAME'] },
  { attribute: ATTR_VCS_REPOSITORY_URL_FULL, level: 'recommended', rule: 'repository', otherSources: ['CI variables', 'git'] },
  { attribute: ATTR_VCS_REF_HEAD_REVISION, level: 'recommended', rule: 'text', otherSources: ['CI variables', 'git'] },
];
