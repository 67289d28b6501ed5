import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectResource } from '../src/index.js';
import { fileTree } from './file-tree.js';
import { processFacts, resourceOf, rulesFor } from './resource-of.js';

describe('a resource in Kubernetes', () => {
  it('has the variables that the downward API fills, the first of several names counts', () => {
    const environment = {
      K8S_POD_NAME: 'checkout-5d9c-x2x',
      POD_NAME: 'other',
      K8S_POD_UID: '8a5f9b1e-0000-4000-8000-000000000001',
      K8S_NAMESPACE_NAME: 'shop',
      K8S_NAMESPACE: 'other',
      K8S_NODE_NAME: 'node-1',
      K8S_CONTAINER_NAME: 'app',
      K8S_CLUSTER_NAME: 'eu-1',
    };
    const { attributes, sources } = resourceOf({ environment });
    expect(attributes).toMatchObject({
      'k8s.pod.name': 'checkout-5d9c-x2x',
      'k8s.pod.uid': '8a5f9b1e-0000-4000-8000-000000000001',
      'k8s.namespace.name': 'shop',
      'k8s.node.name': 'node-1',
      'k8s.container.name': 'app',
      'k8s.cluster.name': 'eu-1',
    });
    expect(sources['k8s.pod.name']).toBe('K8S_POD_NAME');
  });

  it('has every label of the pod that the table names', () => {
    const fileRoot = fileTree({
      'etc/podinfo/labels': [
        'app.kubernetes.io/name="checkout"',
        'app.kubernetes.io/version="1.4.0"',
        'app.kubernetes.io/part-of="webshop"',
        'env="prod"',
        'criticality="high"',
        'cost-center="CC-1042"',
        'team="core"',
        'owner="payments"',
        'department="retail"',
        'app="shop"',
        'pod-template-hash="5d9c"',
      ].join('\n'),
    });
    const { attributes } = resourceOf({ fileRoot, detectors: ['kubernetes'] });
    expect(attributes).toEqual({
      'service.name': 'checkout',
      'service.version': '1.4.0',
      'deployment.environment.name': 'production',
      'service.criticality': 'high',
      'service.instance.cost_center.id': 'CC-1042',
      'finops.team.name': 'core',
      'finops.owner.name': 'payments',
      'finops.business_unit.id': 'retail',
      'finops.product.name': 'shop',
    });
  });

  it('has the values of other pod labels where those are chosen, and says which to mend', () => {
    const fileRoot = fileTree({
      'etc/podinfo/labels': 'app.kubernetes.io/part-of="webshop"\nteam="ignored"\nsquad="two words"\nzone="a"\n',
    });
    const podLabels = { 'service.namespace': 'app.kubernetes.io/part-of', 'finops.team.name': 'squad', 'acme.zone': 'zone' };
    const { attributes, findings } = resourceOf({ fileRoot, podLabels, detectors: ['kubernetes'] });
    expect(attributes).toMatchObject({ 'service.namespace': 'webshop', 'acme.zone': 'a' });
    expect(attributes).not.toHaveProperty('finops.team.name');
    const remedies = findings.filter(({ key }) => key === 'finops.team.name').map(({ remedy }) => remedy);
    expect(remedies).toEqual([
      expect.stringMatching(/^set the pod label squad to /),
      'set FINOPS_TEAM, the pod label squad or team in code',
    ]);
  });

  it('says of a wrong value which label or annotation to mend', () => {
    const fileRoot = fileTree({
      'etc/podinfo/labels': 'team="two words"\n',
      'etc/podinfo/annotations': 'resource.opentelemetry.io/finops.team.name="todo"\n',
    });
    const slug = 'lower-case letters, digits, - and _ (at most 63, first and last a letter or digit)';
    expect(
      resourceOf({ fileRoot })
        .findings.slice(0, 2)
        .map(({ remedy }) => remedy),
    ).toEqual([`set the pod annotation resource.opentelemetry.io/finops.team.name to ${slug}`, `set the pod label team to ${slug}`]);
  });

  it('has any attribute that an annotation gives', () => {
    const fileRoot = fileTree({
      'etc/podinfo/annotations':
        'resource.opentelemetry.io/shop.region="eu"\nresource.opentelemetry.io/service.name="checkout"\nother="x"\n',
    });
    const { attributes, sources } = resourceOf({ fileRoot, detectors: ['kubernetes'] });
    expect(attributes).toEqual({ 'service.name': 'checkout', 'shop.region': 'eu' });
    expect(sources['shop.region']).toBe('/etc/podinfo/annotations');
  });

  it('follows the links of a projected volume, also after it was swapped', () => {
    const fileRoot = fileTree({ 'etc/podinfo/..v1/labels': 'team="before"\n' });
    const volume = `${fileRoot}/etc/podinfo`;
    symlinkSync('..v1', `${volume}/..data`);
    symlinkSync('..data/labels', `${volume}/labels`);
    expect(resourceOf({ fileRoot }).attributes['finops.team.name']).toBe('before');
    mkdirSync(`${volume}/..v2`);
    writeFileSync(`${volume}/..v2/labels`, 'team="after"\n');
    symlinkSync('..v2', `${volume}/..data_tmp`);
    renameSync(`${volume}/..data_tmp`, `${volume}/..data`);
    expect(resourceOf({ fileRoot }).attributes['finops.team.name']).toBe('after');
  });

  it('reads the namespace of the service account where no variable has it', () => {
    const fileRoot = fileTree({ 'var/run/secrets/kubernetes.io/serviceaccount/namespace': 'shop\n' });
    expect(resourceOf({ fileRoot }).attributes['k8s.namespace.name']).toBeUndefined();
    const { attributes, sources } = resourceOf({ fileRoot, environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } });
    expect(attributes['k8s.namespace.name']).toBe('shop');
    expect(sources['k8s.namespace.name']).toBe('/var/run/secrets/kubernetes.io/serviceaccount/namespace');
  });

  it('recommends the names of the pod only there', () => {
    expect(rulesFor(resourceOf(), 'k8s.pod.name')).toEqual([]);
    expect(rulesFor(resourceOf({ environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }), 'k8s.pod.name')).toEqual(['missing-recommended']);
  });

  it('survives a directory, a loop of links and a file without end in place of the files', () => {
    const fileRoot = fileTree({ 'etc/podinfo/labels/file': '' });
    symlinkSync('annotations', `${fileRoot}/etc/podinfo/annotations`);
    const { findings } = resourceOf({ fileRoot });
    expect(findings.find(({ rule }) => rule === 'unreadable')).toMatchObject({
      key: '/etc/podinfo/annotations',
      severity: 'warning',
      got: 'ELOOP',
      action: 'its labels are left out',
    });
    symlinkSync('/dev/zero', `${fileRoot}/zero`);
    expect(detectResource({ environment: {}, process: processFacts, fileRoot, podInfoDirectory: '/zero' }).attributes['service.name']).toBe(
      'unknown_service:node',
    );
  });
});
