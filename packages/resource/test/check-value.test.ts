import { describe, expect, it } from 'vitest';
import { resourceOf, rulesFor } from './resource-of.js';

const team = (value: string): ReturnType<typeof resourceOf> => resourceOf({ environment: { FINOPS_TEAM: value } });

describe('the check of values', () => {
  it.each([
    'todo',
    'TBD',
    'changeme',
    'change-me',
    'unknown',
    'None',
    'n/a',
    'null',
    'undefined',
    'xxx',
    'fixme',
    '<team>',
    `\${TEAM}`,
    '$(TEAM)',
    '{{ .Values.team }}',
    '$TEAM',
  ])('never sends the placeholder %s', (value) => {
    const resource = team(value);
    expect(resource.attributes['finops.team.name']).toBeUndefined();
    expect(rulesFor(resource, 'finops.team.name')).toEqual(['placeholder', 'missing']);
  });

  it('sends no unexpanded value in any other attribute either', () => {
    const resource = resourceOf({ environment: { OTEL_RESOURCE_ATTRIBUTES: `region=\${REGION},feature.mode=none` } });
    expect(resource.attributes['region']).toBeUndefined();
    expect(resource.attributes['feature.mode']).toBe('none');
    expect(rulesFor(resource, 'region')).toEqual(['placeholder']);
  });

  it.each(['platform', 'team_1', 'a', 'y'.repeat(63)])('takes the slug %s as it is', (value) => {
    const resource = team(value);
    expect(resource.attributes['finops.team.name']).toBe(value);
    expect(rulesFor(resource, 'finops.team.name')).toEqual([]);
  });

  it.each(['-a', 'a-', 'two words', 'é', 'a.b', 'a/b'])('refuses the malformed slug %s', (value) => {
    const resource = team(value);
    expect(resource.attributes['finops.team.name']).toBeUndefined();
    expect(rulesFor(resource, 'finops.team.name')).toEqual(['malformed', 'missing']);
  });

  it('leaves a refused label to the next source, and says which', () => {
    const resource = resourceOf({ environment: { FINOPS_TEAM: 'two words', OTEL_RESOURCE_ATTRIBUTES: 'finops.team.name=core' } });
    expect(resource.attributes['finops.team.name']).toBe('core');
    expect(resource.findings[0]).toEqual({
      key: 'finops.team.name',
      rule: 'malformed',
      severity: 'warning',
      expected: 'lower-case letters, digits, - and _ (at most 63, first and last a letter or digit)',
      got: "'two words'",
      source: 'FINOPS_TEAM',
      action: 'the value from OTEL_RESOURCE_ATTRIBUTES is sent',
      remedy: 'set FINOPS_TEAM to lower-case letters, digits, - and _ (at most 63, first and last a letter or digit)',
    });
  });

  it('keeps a service name that is no slug, as the specification allows any, with a finding', () => {
    const resource = resourceOf({ labels: { service: 'My Shop' } });
    expect(resource.attributes['service.name']).toBe('My Shop');
    expect(resource.findings[0]).toMatchObject({ rule: 'malformed', severity: 'warning', action: 'sent as it is' });
  });

  it.each([
    ['prod', 'production'],
    ['PRD', 'production'],
    ['stage', 'staging'],
    ['stg', 'staging'],
    ['tst', 'test'],
    ['dev', 'development'],
    ['Production', 'production'],
  ])('knows the environment alias %s', (alias, name) => {
    const resource = resourceOf({ environment: { FINOPS_ENVIRONMENT: alias } });
    expect(resource.attributes['deployment.environment.name']).toBe(name);
    expect(resource.findings[0]).toMatchObject({ rule: 'alias', severity: 'info', got: `'${alias}'`, action: `sent as '${name}'` });
  });

  it('takes a custom environment without a finding', () => {
    const resource = resourceOf({ environment: { FINOPS_ENVIRONMENT: 'perf-lab' } });
    expect(resource.attributes['deployment.environment.name']).toBe('perf-lab');
    expect(rulesFor(resource, 'deployment.environment.name')).toEqual([]);
  });

  it.each(['FINOPS_TEAM', 'FINOPS_PRODUCT', 'FINOPS_BUSINESS_UNIT', 'FINOPS_COST_CENTER_ID', 'FINOPS_COST_CENTER_NAME'])(
    'refuses a person in %s',
    (name) => {
      const resource = resourceOf({ environment: { [name]: 'jo.doe@example.com' } });
      expect(resource.findings.filter(({ source }) => source === name).map(({ rule }) => rule)).toEqual(['person']);
      expect(JSON.stringify(resource)).not.toContain('jo.doe');
    },
  );

  it('refuses a person as owner, and does not repeat the address', () => {
    const resource = resourceOf({ environment: { FINOPS_OWNER: 'jo.doe@example.com' } });
    expect(resource.attributes['finops.owner.name']).toBeUndefined();
    expect(resource.findings[0]).toMatchObject({ key: 'finops.owner.name', rule: 'person', got: 'an e-mail address', action: 'left out' });
    expect(JSON.stringify(resource.findings)).not.toContain('jo.doe');
  });

  it('checks criticality, cost centre, allocation and grid zone by their rules', () => {
    const good = {
      FINOPS_CRITICALITY: 'High',
      FINOPS_COST_CENTER_ID: 'CC-1042',
      FINOPS_ALLOCATION_TYPE: 'shared',
      FINOPS_GRID_ZONE: 'us-cal-ciso',
    };
    expect(resourceOf({ environment: good }).attributes).toMatchObject({
      'service.criticality': 'high',
      'service.instance.cost_center.id': 'CC-1042',
      'finops.allocation.type': 'shared',
      'finops.grid.zone': 'US-CAL-CISO',
    });
    const bad = {
      FINOPS_CRITICALITY: 'urgent',
      FINOPS_COST_CENTER_ID: 'CC 1042',
      FINOPS_ALLOCATION_TYPE: 'mine',
      FINOPS_GRID_ZONE: 'Germany',
    };
    const refused = resourceOf({ environment: bad });
    expect(Object.keys(refused.attributes).filter((key) => /criticality|cost_center|allocation|grid/.test(key))).toEqual([]);
    expect(refused.findings.filter(({ rule }) => rule === 'malformed')).toHaveLength(4);
  });

  it('cuts what is too long for the backends, not within a character and not after a dash', () => {
    const resource = resourceOf({
      environment: { FINOPS_TEAM: `${'x'.repeat(62)}-rest`, FINOPS_COST_CENTER_NAME: `${'x'.repeat(62)}😀` },
      attributes: { note: 'y'.repeat(3000) },
    });
    expect(resource.attributes).toMatchObject({
      'finops.team.name': 'x'.repeat(62),
      'service.instance.cost_center.name': 'x'.repeat(62),
      note: 'y'.repeat(2048),
    });
    expect(resource.findings.filter(({ rule }) => rule === 'too-long').map(({ got, action }) => [got, action])).toEqual([
      ['3000 characters', 'cut to 2048 characters'],
      ['64 characters', 'cut to 62 characters'],
      ['67 characters', 'cut to 62 characters'],
    ]);
  });

  it('removes credentials from addresses in any attribute', () => {
    const resource = resourceOf({
      environment: {
        OTEL_RESOURCE_ATTRIBUTES: 'db.url=postgres://app:hunter2@db/shop,vcs.repository.url.full=https://x:hunter2@git.example/a/b.git',
      },
    });
    expect(resource.attributes).toMatchObject({ 'db.url': 'postgres://db/shop', 'vcs.repository.url.full': 'https://git.example/a/b' });
    expect(resource.findings.filter(({ rule }) => rule === 'credentials')).toHaveLength(2);
    expect(JSON.stringify(resource)).not.toContain('hunter2');
  });

  it('does not quote what could be a secret', () => {
    const found = (secret: string): unknown[] => {
      const { findings } = team(secret);
      return [findings[0]?.rule, findings[0]?.got, JSON.stringify(findings).toLowerCase().includes(secret.toLowerCase())];
    };
    expect(found('ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6')).toEqual(['alias', 'a value of 36 characters', false]);
    expect(found('AKIA.1B2C3D4E5F6G7H8I')).toEqual(['malformed', 'a value of 21 characters', false]);
    expect(found('p@ss,word')).toEqual(['malformed', 'a value of 9 characters', false]);
  });

  it('keeps an instance id that is no UUID, such as the operator’s, and takes note of it without asking for a change', () => {
    const resource = resourceOf({ environment: { OTEL_RESOURCE_ATTRIBUTES: 'service.instance.id=shop.checkout-1.app' } });
    expect(resource.attributes['service.instance.id']).toBe('shop.checkout-1.app');
    const findings = resource.findings.filter(({ key }) => key === 'service.instance.id');
    expect(findings).toMatchObject([{ rule: 'malformed', severity: 'info', action: 'sent as it is' }]);
  });
});
