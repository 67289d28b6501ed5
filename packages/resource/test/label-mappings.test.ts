import { describe, expect, it } from 'vitest';
import {
  awsTags,
  azureTags,
  focusColumns,
  gcpLabels,
  kubernetesLabels,
  labelDefinitions,
  openCostKeys,
  prometheusLabels,
  promotedAttributes,
} from '../src/index.js';

describe('label mappings', () => {
  it('maps to the pod labels of the contract', () => {
    expect(kubernetesLabels).toEqual({
      'service.name': 'app.kubernetes.io/name',
      'service.namespace': 'app.kubernetes.io/part-of',
      'service.version': 'app.kubernetes.io/version',
      'deployment.environment.name': 'env',
      'service.criticality': 'criticality',
      'service.instance.cost_center.id': 'cost-center',
      'finops.team.name': 'team',
      'finops.owner.name': 'owner',
      'finops.business_unit.id': 'department',
      'finops.product.name': 'app',
    });
  });

  it('maps to what OpenCost aggregates by, whose default labels are those of the pod', () => {
    expect(openCostKeys).toEqual({
      'deployment.environment.name': 'environment',
      'finops.team.name': 'team',
      'finops.owner.name': 'owner',
      'finops.business_unit.id': 'department',
      'finops.product.name': 'product',
    });
    expect(Object.keys(openCostKeys).map((attribute) => kubernetesLabels[attribute])).toEqual([
      'env',
      'team',
      'owner',
      'department',
      'app',
    ]);
  });

  it('maps to tag keys that are valid on AWS, Google Cloud and Azure at once', () => {
    expect([gcpLabels, azureTags]).toEqual([awsTags, awsTags]);
    expect(Object.values(awsTags)).toEqual([
      'service',
      'system',
      'environment',
      'criticality',
      'cost-center',
      'team',
      'owner',
      'business-unit',
      'application',
    ]);
    expect(Object.values(awsTags).filter((tag) => !/^[a-z][a-z0-9_-]{0,62}$/.test(tag))).toEqual([]);
  });

  it('maps to FOCUS columns and keys of its Tags column', () => {
    expect(focusColumns).toEqual({
      'service.name': 'Tags.service',
      'service.namespace': 'Tags.system',
      'service.instance.id': 'ResourceId',
      'deployment.environment.name': 'Tags.environment',
      'service.criticality': 'Tags.criticality',
      'service.instance.cost_center.id': 'x_CostCenterId',
      'service.instance.cost_center.name': 'x_CostCenterName',
      'finops.team.name': 'Tags.team',
      'finops.owner.name': 'Tags.owner',
      'finops.business_unit.id': 'Tags.business-unit',
      'finops.product.name': 'Tags.application',
      'finops.grid.zone': 'x_GridZone',
      'k8s.pod.uid': 'AllocatedResourceId',
    });
  });

  it('maps every attribute to a valid Prometheus label name', () => {
    expect(Object.keys(prometheusLabels)).toEqual(labelDefinitions.map(({ attribute }) => attribute));
    expect(prometheusLabels['service.instance.cost_center.id']).toBe('service_instance_cost_center_id');
    expect(Object.values(prometheusLabels).filter((name) => !/^[a-z_][a-z0-9_]*$/.test(name))).toEqual([]);
  });

  it('promotes labels with few values, and none that differs per instance', () => {
    expect(promotedAttributes).toEqual([
      'deployment.environment.name',
      'service.criticality',
      'service.instance.cost_center.id',
      'finops.team.name',
      'finops.business_unit.id',
      'finops.product.name',
    ]);
  });
});
