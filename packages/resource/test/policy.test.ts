import { describe, expect, it } from 'vitest';
import type { Policy } from '../src/index.js';
import { fileTree } from './file-tree.js';
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

describe('a policy', () => {
  it('is checked itself: what is wrong is found and left out, the rest holds', () => {
    const policy = JSON.parse(
      '{"requird":{},"required":{"*":["team","taem",7],"test":"x"},"allowed":{"team":["Core","two words",7],"owner":"payments"},"patterns":{"team":"(","owner":7}}',
    ) as Policy;
    const resource = resourceOf({ policy, environment: { FINOPS_TEAM: 'web' } });
    const texts = 'an array of texts';
    const slug = 'lower-case letters, digits, - and _ (at most 63, first and last a letter or digit)';
    expect(resource.findings.filter(({ rule }) => rule === 'policy').map(({ key, expected, got }) => [key, expected, got])).toEqual([
      ['policy.requird', 'required, allowed, patterns', 'an unknown key'],
      ['policy.allowed.team', texts, 'a value of type number in it'],
      ['policy.allowed.team', slug, "'two words'"],
      ['policy.allowed.owner', texts, "'payments'"],
      ['policy.patterns.team', 'a regular expression as text', "'('"],
      ['policy.patterns.owner', 'a regular expression as text', 'a value of type number'],
      ['policy.required.*', texts, 'a value of type number in it'],
      ['policy.required.*', 'the name of a label or attribute', "'taem'"],
      ['policy.required.test', texts, "'x'"],
    ]);
    expect(resource.findings[0]).toMatchObject({ source: 'code', remedy: 'correct policy.requird in code' });
    expect(rulesFor(resource, 'finops.team.name')).toEqual(['not-allowed', 'missing']);
  });

  it('may not be an object at all', () => {
    for (const policy of [['team'], null, 7, 'team'])
      expect(rulesFor(resourceOf({ policy: policy as never }), 'policy')).toEqual(['policy']);
    expect(rulesFor(resourceOf({ policy: { required: { '*': ['taem'] } } }), 'policy.required.*')).toEqual(['policy']);
  });

  it('takes the aliases of values that labels have too', () => {
    const policy: Policy = { allowed: { environment: ['prod', 'staging'], team: ['Core'] } };
    const resource = resourceOf({ policy, environment: { FINOPS_ENVIRONMENT: 'production', FINOPS_TEAM: 'core' } });
    expect(resource.findings.filter(({ rule }) => rule === 'not-allowed' || rule === 'policy')).toEqual([]);
  });

  it('shows ten allowed values at the most', () => {
    const team = Array.from({ length: 12 }, (_, index) => `t${index}`);
    const { findings } = resourceOf({ policy: { allowed: { team } }, environment: { FINOPS_TEAM: 'web' } });
    expect(findings[0]?.expected).toBe('one of t0, t1, t2, t3, t4, t5, t6, t7, t8, t9 and 2 others');
  });
});

describe('a policy file', () => {
  const policy = '{"required":{"*":["owner"]},"allowed":{"team":["core"]}}';

  it('is read from the working directory or by its full path', () => {
    const root = fileTree({ 'finops/policy.json': policy });
    for (const more of [{ policyFile: 'finops/policy.json', workingDirectory: root }, { policyFile: `${root}/finops/policy.json` }]) {
      const resource = resourceOf({ ...more, environment: { FINOPS_TEAM: 'web' } });
      expect([rulesFor(resource, 'finops.owner.name'), rulesFor(resource, 'finops.team.name')]).toEqual([
        ['missing'],
        ['not-allowed', 'missing-recommended'],
      ]);
    }
  });

  it('is not looked at when code has a policy', () => {
    const resource = resourceOf({ policyFile: '/nowhere.json', policy: { required: {} } });
    expect(resource.findings.filter(({ rule }) => rule !== 'missing-recommended' && rule !== 'default-name')).toEqual([]);
  });

  it.each([
    ['that is not there', 'no.json', 'unreadable', 'a readable JSON file', 'no file'],
    ['that is a directory', '.', 'unreadable', 'a readable JSON file', 'no file'],
    ['that is too big', 'big.json', 'unreadable', 'a readable JSON file', 'more than 1 MiB'],
    ['that is no JSON', 'secret.json', 'unparsable', 'JSON', 'text that is no JSON'],
    ['that is cut off', 'cut.json', 'unparsable', 'JSON', 'text that is no JSON (line 2 column 1)'],
  ])('%s is told, the table holds, and what it says is not repeated', (_, name, rule, expected, got) => {
    const root = fileTree({ 'big.json': ' '.repeat(1_048_577), 'secret.json': 'password: hunter2', 'cut.json': '{\n' });
    const resource = resourceOf({ policyFile: name, workingDirectory: root });
    const path = name === '.' ? root : `${root}/${name}`;
    expect(resource.findings[0]).toEqual({
      key: path,
      rule,
      severity: 'error',
      expected,
      got,
      source: path,
      action: 'the policy is left out, the levels of the label table hold',
      remedy: `correct ${path}`,
    });
    expect(rulesFor(resource, 'finops.team.name')).toEqual(['missing']);
    expect(JSON.stringify(resource.findings)).not.toContain('hunter2');
  });

  it('is named where a part of it is wrong', () => {
    const root = fileTree({ 'policy.json': '{"allowed":[]}' });
    const { findings } = resourceOf({ policyFile: 'policy.json', workingDirectory: root });
    expect(findings[0]).toMatchObject({ key: 'policy.allowed', got: 'an array', source: `${root}/policy.json` });
    expect(findings[0]?.remedy).toBe(`correct policy.allowed in ${root}/policy.json`);
  });
});
