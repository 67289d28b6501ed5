import * as semconv from '@telewright/semconv';
import { describe, expect, it } from 'vitest';
import { type LabelOptions, labelDefinitions, labelRules } from '../src/index.js';

/** A compile error here means that LabelOptions has a key that this list lacks, or the other way round. */
const optionNames: Record<keyof LabelOptions, true> = {
  service: true,
  namespace: true,
  version: true,
  instanceId: true,
  environment: true,
  criticality: true,
  costCenter: true,
  costCenterName: true,
  team: true,
  owner: true,
  businessUnit: true,
  product: true,
  allocationType: true,
  gridZone: true,
};

describe('label definitions', () => {
  it('has one definition for each option in code, and no other options', () => {
    expect(labelDefinitions.flatMap(({ option }) => option ?? [])).toEqual(Object.keys(optionNames));
  });

  it('uses attribute names of the conventions package only, each once', () => {
    const names = new Set<unknown>(Object.values(semconv));
    const attributes = labelDefinitions.map(({ attribute }) => attribute);
    expect(attributes.filter((attribute) => !names.has(attribute))).toEqual([]);
    expect(new Set(attributes).size).toBe(22);
    expect(attributes).toHaveLength(22);
  });

  it('reads each variable and pod label for one attribute only', () => {
    const variables = labelDefinitions.flatMap(({ variable, podVariables = [] }) => [...(variable ? [variable] : []), ...podVariables]);
    const labels = labelDefinitions.flatMap(({ kubernetesLabel }) => kubernetesLabel ?? []);
    expect(new Set(variables).size).toBe(variables.length);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('gives the contract of variables', () => {
    expect(Object.fromEntries(labelDefinitions.flatMap(({ attribute, variable }) => (variable ? [[variable, attribute]] : [])))).toEqual({
      OTEL_SERVICE_NAME: 'service.name',
      FINOPS_ENVIRONMENT: 'deployment.environment.name',
      FINOPS_CRITICALITY: 'service.criticality',
      FINOPS_COST_CENTER_ID: 'service.instance.cost_center.id',
      FINOPS_COST_CENTER_NAME: 'service.instance.cost_center.name',
      FINOPS_TEAM: 'finops.team.name',
      FINOPS_OWNER: 'finops.owner.name',
      FINOPS_BUSINESS_UNIT: 'finops.business_unit.id',
      FINOPS_PRODUCT: 'finops.product.name',
      FINOPS_ALLOCATION_TYPE: 'finops.allocation.type',
      FINOPS_GRID_ZONE: 'finops.grid.zone',
    });
  });

  it('asks for the levels of the contract', () => {
    const at = (level: string): string[] =>
      labelDefinitions.filter((definition) => definition.level === level).map(({ attribute }) => attribute);
    expect(at('required')).toEqual(['service.name', 'service.instance.id', 'deployment.environment.name', 'finops.team.name']);
    expect(at('required in production')).toEqual(['service.instance.cost_center.id']);
    expect(at('optional')).toEqual(['finops.owner.name', 'finops.allocation.type']);
  });

  it('has rules whose aliases and own values pass the rule', () => {
    for (const { aliases = {}, pattern } of Object.values(labelRules)) {
      expect(Object.values(aliases).filter((value) => !pattern.test(value))).toEqual([]);
    }
  });
});
