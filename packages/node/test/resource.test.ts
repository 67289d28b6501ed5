import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectorNames, type LabelOptions } from '@telewright/resource';
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import type { LabelPolicy, StartOptions } from '../src/index.js';
import { processResource } from '../src/resource.js';
import { formatFinding, resolveSettings } from '../src/settings/resolve.js';

const environment = { OTEL_RESOURCE_ATTRIBUTES: 'host.name=given', FINOPS_TEAM: 'platform', OTEL_SERVICE_NAME: 'shop' };

function resolved(detectors: string): { names: readonly string[]; findings: string[]; attributes: Record<string, unknown> } {
  const all = { ...environment, OTEL_NODE_RESOURCE_DETECTORS: detectors };
  const { values, findings } = resolveSettings({}, all);
  const { attributes } = processResource({}, values, all);
  const detected = Object.fromEntries(Object.entries(attributes).filter(([key]) => !key.startsWith('telemetry.')));
  return { names: values.resourceDetectors, findings: findings.map(formatFinding), attributes: detected };
}

describe('OTEL_NODE_RESOURCE_DETECTORS', () => {
  it('is all by default, in the order of their precedence', () => {
    expect(resolved('').names).toEqual(['all']);
    expect(Object.keys(resolved('all').attributes)).toEqual(Object.keys(resolved(detectorNames.join()).attributes));
  });

  it('leaves nothing but code and the labels’ own variables with none', () => {
    const labels = { 'service.name': 'shop', 'finops.team.name': 'platform' };
    expect(resolved('none').attributes).toEqual(labels);
    const mixed = resolved('env,none');
    expect([mixed.attributes, mixed.findings]).toEqual([
      labels,
      ['OTEL_NODE_RESOURCE_DETECTORS: expected none to stand alone, got "env,none"; none wins'],
    ]);
  });

  it('takes both names that OpenTelemetry has for one, in any case', () => {
    expect([resolved('service').names, resolved('serviceinstance').names]).toEqual([['serviceinstance'], ['serviceinstance']]);
    expect(resolved('Service, HOST').attributes).toHaveProperty('service.instance.id');
  });

  it('lets the later one win', () => {
    expect(resolved('host,env').attributes['host.name']).toBe('given');
    expect(resolved('env,host').attributes['host.name']).not.toBe('given');
  });

  it('tells an unknown one and uses the rest', () => {
    const { names, findings } = resolved('env,alibaba,os,nope');
    expect(names).toEqual(['env', 'os']);
    expect(findings).toEqual([
      expect.stringMatching(
        /^OTEL_NODE_RESOURCE_DETECTORS: expected a comma-separated list of all, none, .*env, aws, gcp, azure, service, got "alibaba, nope"; the rest of it holds$/,
      ),
    ]);
    expect(resolved('nope')).toMatchObject({ names: ['all'], findings: [expect.stringContaining('got "nope"; it is ignored')] });
  });
});

describe('the options of start()', () => {
  it('have every label of the table, with the same type', () => {
    expectTypeOf<Required<Pick<StartOptions, keyof LabelOptions>>>().toExtend<LabelOptions>();
    expectTypeOf<keyof LabelOptions>().toExtend<keyof StartOptions>();
  });

  it('take a policy, which beats the one in the file', () => {
    const policy: LabelPolicy = { required: { '*': ['owner'] } };
    const { findings } = processResource({ policy }, resolveSettings({ policy, policyFile: '/nowhere.json' }, {}).values, environment);
    expect(findings.filter(({ severity }) => severity === 'error').map(({ key }) => key)).toEqual(['finops.owner.name']);
    const file = resolveSettings({}, { FINOPS_POLICY_FILE: '/nowhere.json' });
    expect([file.findings, processResource({}, file.values, environment).findings[0]?.key]).toEqual([[], '/nowhere.json']);
  });
});

describe('the pod labels', () => {
  it('are read where the settings say, by the names that the settings say', () => {
    const folder = mkdtempSync(join(tmpdir(), 'telewright-podinfo-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'labels'), 'team="ignored"\nsquad="core"\n');
    const variables = { FINOPS_PODINFO_DIRECTORY: folder, FINOPS_POD_LABELS: 'team=squad' };
    const { attributes, sources } = processResource({}, resolveSettings({}, variables).values, {});
    expect([attributes['finops.team.name'], sources['finops.team.name']]).toEqual(['core', `${folder}/labels`]);
  });

  const of = (variable: string) => resolveSettings({}, { FINOPS_POD_LABELS: variable });

  it('that are read for labels can be others', () => {
    const expected = { 'finops.team.name': 'squad', 'service.namespace': 'app.kubernetes.io/part-of', 'acme.region': 'topology/region' };
    expect(of('team=squad, namespace = app.kubernetes.io/part-of,acme.region=topology/region').values.podLabels).toEqual(expected);
    const podLabels = { team: 'squad', 'service.namespace': 'app.kubernetes.io/part-of', 'acme.region': 'topology/region' };
    const { values, findings } = resolveSettings({ podLabels }, {});
    expect([values.podLabels, findings]).toEqual([expected, []]);
  });

  it.each(['taem=squad', 'team', 'team=', 'none=x', 'team=a b', ','])(
    'are those of the table when %s is asked for, and that is told',
    (variable) => {
      const { values, findings } = of(variable);
      expect([values.podLabels, findings.map(({ expected }) => expected)]).toEqual([
        {},
        ['pairs of a label and a pod label, such as team=squad, separated by commas'],
      ]);
    },
  );
});
