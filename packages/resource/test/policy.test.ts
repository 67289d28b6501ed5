import { describe, expect, it } from 'vitest';
import type { Policy } from '../src/index.js';
import { resourceOf, rulesFor } from './resource-of.js';

const missing = (environment: string | undefined, policy?: Policy): string[] =>
  resourceOf({ environment: { OTEL_SERVICE_NAME: 'shop', FINOPS_ENVIRONMENT: environment }, ...(policy && { policy }) })
    .findings.filter(({ rule }) => rule === 'missing')
    .map(({ key }) => key);

describe('required labels', () => {
  it('are those of the table, the cost centre only in production', () => {
    expect(missing(undefined)).toEqual(['deployment.environment.name', 'finops.team.name']);
    expect(missing('staging')).toEqual(['finops.team.name']);
    expect(missing('prod')).toEqual(['service.instance.cost_center.id', 'finops.team.name']);
  });

  it('are those of the policy in their place, everywhere and per environment, by option or attribute', () => {
    const policy: Policy = { required: { '*': ['owner'], prod: ['costCenter', 'acme.region'], test: [] } };
    expect(missing('test', policy)).toEqual(['finops.owner.name']);
    expect(missing('production', policy)).toEqual(['finops.owner.name', 'service.instance.cost_center.id', 'acme.region']);
    expect(missing(undefined, { required: {} })).toEqual([]);
  });

  it('say how to set what is missing', () => {
    const { findings } = resourceOf({ policy: { required: { '*': ['team', 'acme.region', 'namespace', 'k8s.pod.name'] } } });
    expect(findings.filter(({ rule }) => rule === 'missing').map(({ remedy }) => remedy)).toEqual([
      'set FINOPS_TEAM, the pod label team or team in code',
      'set acme.region in OTEL_RESOURCE_ATTRIBUTES',
      'set service.namespace in OTEL_RESOURCE_ATTRIBUTES or namespace in code',
      'set K8S_POD_NAME',
    ]);
  });
});

describe('allow-lists and patterns', () => {
  const policy: Policy = { allowed: { team: ['core', 'web'] }, patterns: { costCenter: 'CC-\\d{4}', team: '[a-z]{3,4}' } };

  it('take the values that match', () => {
    const resource = resourceOf({ policy, environment: { FINOPS_TEAM: 'Core', FINOPS_COST_CENTER_ID: 'CC-1042' } });
    expect(resource.attributes).toMatchObject({ 'finops.team.name': 'core', 'service.instance.cost_center.id': 'CC-1042' });
  });

  it('leave others to the next source', () => {
    const environment = { FINOPS_TEAM: 'cors', FINOPS_COST_CENTER_ID: 'XCC-1042', OTEL_RESOURCE_ATTRIBUTES: 'finops.team.name=web' };
    const resource = resourceOf({ policy, environment });
    expect(resource.attributes['finops.team.name']).toBe('web');
    expect(resource.attributes['service.instance.cost_center.id']).toBeUndefined();
    expect(resource.findings.filter(({ rule }) => rule === 'not-allowed')).toMatchObject([
      { key: 'service.instance.cost_center.id', expected: 'a match of CC-\\d{4}', got: "'XCC-1042'", action: 'left out' },
      {
        key: 'finops.team.name',
        expected: 'one of core, web and a match of [a-z]{3,4}',
        action: 'the value from OTEL_RESOURCE_ATTRIBUTES is sent',
      },
    ]);
  });

  it('only note a name that the specification leaves free', () => {
    const resource = resourceOf({ policy: { allowed: { environment: ['production'] } }, environment: { FINOPS_ENVIRONMENT: 'lab' } });
    expect(resource.attributes['deployment.environment.name']).toBe('lab');
    expect(rulesFor(resource, 'deployment.environment.name')).toEqual(['not-allowed']);
  });

  it('hold for attributes that have no label definition', () => {
    const resource = resourceOf({
      policy: { allowed: { 'acme.region': ['eu'] } },
      environment: { OTEL_RESOURCE_ATTRIBUTES: 'acme.region=us' },
    });
    expect(resource.attributes['acme.region']).toBeUndefined();
    expect(rulesFor(resource, 'acme.region')).toEqual(['not-allowed']);
  });
});

describe('a policy from a file', () => {
  it('is checked itself: what is wrong is found and left out, the rest holds', () => {
    const policy = JSON.parse(
      '{"requird":{},"required":{"*":["team","taem",7],"test":"x"},"allowed":{"team":"core","owner":["payments"]},"patterns":{"team":"(","owner":7}}',
    ) as Policy;
    const resource = resourceOf({ policy, environment: { FINOPS_OWNER: 'other' } });
    expect(resource.findings.filter(({ rule }) => rule === 'policy').map(({ key, got }) => [key, got])).toEqual([
      ['policy.requird', 'an unknown key'],
      ['policy.allowed.team', 'something else'],
      ['policy.patterns.team', 'something else'],
      ['policy.patterns.owner', 'something else'],
      ['policy.required.*', 'something else'],
      ['policy.required.test', 'something else'],
    ]);
    expect(rulesFor(resource, 'finops.owner.name')).toEqual(['not-allowed']);
  });

  it('may not be an object at all', () => {
    expect(rulesFor(resourceOf({ policy: ['team'] as never }), 'policy')).toEqual(['policy']);
    expect(rulesFor(resourceOf({ policy: { required: { '*': ['taem'] } } }), 'policy.required.*')).toEqual(['policy']);
  });
});
