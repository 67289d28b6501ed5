import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  awsTags,
  azureTags,
  focusColumns,
  gcpLabels,
  kubernetesLabels,
  labelDefinitions,
  labelRules,
  openCostKeys,
  prometheusLabels,
  promotedAttributes,
} from '../packages/resource/src/index.ts';
import { startPod } from './pod.ts';
import { repository, runApp } from './run-app.ts';

const file = `${repository}docs/finops.md`;
const text = readFileSync(file, 'utf8');

/** The code of the block that follows a heading. */
function block(heading: string, language: string): string {
  const found = new RegExp(`^#+ ${heading}$.*?^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text);
  if (!found?.[1]) throw new Error(`docs/finops.md has no ${language} under "${heading}"`);
  return found[1];
}

let receiver: Receiver;
let folder: string;
beforeEach(async () => {
  receiver = await startReceiver();
  folder = mkdtempSync(join(tmpdir(), 'telewright-finops-'));
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a service in the environment that a snippet gives it; gives its resource and what it was warned of. */
async function resourceIn(environment: Record<string, string>): Promise<{ attributes: Record<string, unknown>; warnings: string[] }> {
  const { code, stderr } = await runApp(['span.mjs'], { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
  expect([code, receiver.spans.length]).toEqual([0, 1]);
  return {
    attributes: receiver.spans[0]?.resource.attributes as Record<string, unknown>,
    warnings: stderr.split('\n').filter((line) => /WARN|ERROR/.test(line)),
  };
}

const three = {
  'service.name': 'checkout',
  'finops.team.name': 'payments',
  'deployment.environment.name': 'production',
  'service.instance.cost_center.id': 'CC-1042',
};

describe('the snippet for', () => {
  it('a Kubernetes manifest gives the labels and names the pod, without a warning', async () => {
    const { environment, mountPath } = startPod(block('In a Kubernetes manifest', 'yaml'), folder);
    expect(mountPath).toBe('/etc/podinfo'); // the default, which a test can't write to
    const { attributes, warnings } = await resourceIn({ ...environment, FINOPS_PODINFO_DIRECTORY: join(folder, mountPath) });
    expect(attributes).toMatchObject({
      ...three,
      'service.version': '1.4.0',
      'service.namespace': 'shop',
      'service.instance.id': 'bb152a76-4254-58ff-823c-48cbc88447ef',
      'k8s.pod.name': 'checkout-5d9c-x2x',
      'k8s.pod.uid': '8a5f9b1e-1234-4abc-8def-0123456789ab',
      'k8s.namespace.name': 'shop',
      'k8s.node.name': 'node-7',
      'k8s.container.name': 'app',
    });
    expect(warnings).toEqual([]);
  });

  it('a systemd unit gives the labels, without a warning', async () => {
    const unit = block('In a systemd unit', 'ini');
    const lines = [...unit.matchAll(/^Environment=(.*)$/gm)].map(([, line]) => line as string);
    // As systemd.exec(5) has it: assignments apart by spaces, each of them may be quoted.
    const assignments = lines.flatMap((line) =>
      [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? (bare as string)),
    );
    const environment = Object.fromEntries(
      assignments.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
    const { attributes, warnings } = await resourceIn({ ...environment, INVOCATION_ID: '5cb7' });
    expect(attributes).toMatchObject(three);
    expect(warnings).toEqual([]);
  });

  it('a compose file gives the labels, without a warning', async () => {
    const { services } = parse(block('In a compose file', 'yaml'));
    const { attributes, warnings } = await resourceIn(services.checkout.environment);
    expect(attributes).toMatchObject(three);
    expect(warnings).toEqual([]);
  });

  it('code gives the labels, and tells where each came from', async () => {
    const args = ['--input-type=module-typescript', '--eval', block('In code', 'ts')];
    const { code, stdout } = await runApp(args, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
    expect([code, stdout]).toEqual([0, "{ value: 'payments', origin: 'code' }\n"]);
    expect(receiver.metrics[0]?.resource.attributes).toMatchObject(three);
  });

  it('tenants gives spans the tenant', async () => {
    const args = ['--input-type=module-typescript', '--eval', block('Tenants', 'ts')];
    const { code } = await runApp(args, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
    expect([code, receiver.spans.map(({ name, attributes }) => [name, attributes])]).toEqual([0, [['charge', { 'tenant.id': 'acme' }]]]);
  });

  it('a policy asks for what it says', async () => {
    const path = join(folder, 'policy.json');
    writeFileSync(path, block('A policy', 'json'));
    const { services } = parse(block('In a compose file', 'yaml'));
    const { warnings } = await resourceIn({ ...services.checkout.environment, FINOPS_POLICY_FILE: path, FINOPS_TEAM: 'other' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^\[telewright\] WARN 3 resource labels need attention: finops\.team\.name from FINOPS_TEAM: got 'other', expected one of payments, platform/,
    );
    expect(warnings[0]).toMatch(/service\.criticality is missing .*; finops\.owner\.name is missing/);
  });
});

const code = (name: string | undefined): string => (name === undefined ? '' : `\`${name}\``);

function labelTable(): string {
  const rows = labelDefinitions.map(
    ({ attribute, option, level, rule, variable, podVariables = [], kubernetesLabel, kubernetesLabelOptIn, otherSources = [] }) => {
      const variables = [variable, ...podVariables].flatMap((name) => (name === undefined ? [] : code(name))).join(', ');
      const label = kubernetesLabelOptIn ? `${code(kubernetesLabel)} on request` : code(kubernetesLabel);
      return `| ${[code(attribute), code(option), variables, label, otherSources.join(', '), level, labelRules[rule].expected.replace(labelRules.slug.expected, 'a slug')].join(' | ')} |`;
    },
  );
  return ['| attribute | option | variable | pod label | other sources | level | value |', '|---|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function nameTable(): string {
  expect([gcpLabels, azureTags]).toEqual([awsTags, awsTags]);
  const maps = [kubernetesLabels, openCostKeys, awsTags, focusColumns];
  const rows = labelDefinitions
    .filter(({ attribute }) => maps.some((map) => attribute in map))
    .map(({ attribute }) => {
      const mark = promotedAttributes.includes(attribute) ? ' \\*' : '';
      return `| ${code(attribute)}${mark} | ${[...maps, prometheusLabels].map((map) => code(map[attribute])).join(' | ')} |`;
    });
  const head =
    '| attribute | Kubernetes `kubernetesLabels` | OpenCost `openCostKeys` | AWS, Google Cloud, Azure `awsTags`, `gcpLabels`, `azureTags` | FOCUS `focusColumns` | Prometheus `prometheusLabels` |';
  return [head, '|---|---|---|---|---|---|', ...rows].join('\n');
}

describe('docs/finops.md', () => {
  it('lists the labels and their names elsewhere as they are defined (UPDATE_DOCS=true npx vitest run test/finops-doc writes them anew)', () => {
    const within = (document: string, name: string, table: string): string =>
      document.replace(
        new RegExp(`(<!-- ${name} -->\\n).*?(\\n<!-- end -->)`, 's'),
        (_, begin: string, end: string) => `${begin}\n${table}\n${end}`,
      );
    const expected = within(within(text, 'labels', labelTable()), 'names', nameTable());
    if (process.env['UPDATE_DOCS'] === 'true') writeFileSync(file, expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
    expect([expected.includes(labelTable()), expected.includes(nameTable())]).toEqual([true, true]);
  });
});
