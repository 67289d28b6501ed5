import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { askAzure } from '../../src/cloud/azure.js';
import type { CloudName } from '../../src/cloud/cloud-names.js';
import { detectCloud } from '../../src/cloud/detect-cloud.js';
import { metadataServer } from './metadata-server.js';

afterEach(() => diag.disable());

/** Asks without the hurry of a real start: the machine may be busy. */
const patiently = (names: readonly CloudName[], environment: Record<string, string>) => detectCloud(names, environment, 20_000);

function said(): string[] {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return lines;
}

describe('aws', () => {
  it('is asked with a token of IMDSv2, and the grid zone follows from its region', async () => {
    const document = {
      accountId: '123456789012',
      region: 'eu-central-1',
      availabilityZone: 'eu-central-1a',
      instanceId: 'i-0abc',
      instanceType: 'm7g.large',
      devpayProductCodes: null,
    };
    const { host, asked } = await metadataServer((request) => {
      if (request.method === 'PUT') return request.headers['x-aws-ec2-metadata-token-ttl-seconds'] === '60' ? 'token' : undefined;
      return request.headers['x-aws-ec2-metadata-token'] === 'token' ? JSON.stringify(document) : undefined;
    });
    const { attributes, sources } = await patiently(['aws'], { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${host}/` });
    expect(attributes).toEqual({
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_ec2',
      'cloud.account.id': '123456789012',
      'cloud.region': 'eu-central-1',
      'cloud.availability_zone': 'eu-central-1a',
      'host.id': 'i-0abc',
      'host.type': 'm7g.large',
      'finops.grid.zone': 'DE',
    });
    expect([sources['cloud.region'], sources['finops.grid.zone']]).toEqual(['metadata service of aws', 'derived from cloud.region']);
    expect(asked).toEqual(['PUT /latest/api/token', 'GET /latest/dynamic/instance-identity/document']);
  });

  it('is asked for the task where ECS gives an address', async () => {
    const task = { TaskARN: 'arn:aws:ecs:eu-west-2:123456789012:task/shop/0123', AvailabilityZone: 'eu-west-2b', Containers: [] };
    const { host, asked } = await metadataServer(() => JSON.stringify(task));
    const { attributes } = await patiently(['aws'], { ECS_CONTAINER_METADATA_URI_V4: `http://${host}/v4/abc` });
    expect(attributes).toEqual({
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_ecs',
      'cloud.account.id': '123456789012',
      'cloud.region': 'eu-west-2',
      'cloud.availability_zone': 'eu-west-2b',
      'finops.grid.zone': 'GB',
    });
    expect(asked).toEqual(['GET /v4/abc/task']);
  });
});

describe('gcp', () => {
  const values: Record<string, string> = {
    'project/project-id': 'shop-prod',
    'instance/zone': 'projects/42/zones/europe-west3-a',
    'instance/id': '4711',
    'instance/machine-type': 'projects/42/machineTypes/n4-standard-2',
  };
  const serve = (more = {}) =>
    metadataServer((request) => {
      if (request.headers['metadata-flavor'] !== 'Google') return undefined;
      return { ...values, ...more }[(request.url ?? '').replace('/computeMetadata/v1/', '')];
    });

  it('is asked for each value by itself, never for all of them', async () => {
    const { host, asked } = await serve();
    const { attributes } = await patiently(['gcp'], { GCE_METADATA_HOST: host });
    expect(attributes).toEqual({
      'cloud.provider': 'gcp',
      'cloud.platform': 'gcp_compute_engine',
      'cloud.account.id': 'shop-prod',
      'cloud.region': 'europe-west3',
      'cloud.availability_zone': 'europe-west3-a',
      'host.id': '4711',
      'host.type': 'n4-standard-2',
      'finops.grid.zone': 'DE',
    });
    expect(asked.some((request) => request.includes('recursive'))).toBe(false);
  });

  it('names the cluster in Kubernetes', async () => {
    const { host } = await serve({ 'instance/attributes/cluster-name': 'eu-1\n' });
    const { attributes } = await patiently(['gcp'], { GCE_METADATA_HOST: host, KUBERNETES_SERVICE_HOST: '10.0.0.1' });
    expect(attributes).toMatchObject({ 'cloud.platform': 'gcp_kubernetes_engine', 'k8s.cluster.name': 'eu-1' });
  });
});

describe('azure', () => {
  const compute = { vmId: 'vm-1', vmSize: 'Standard_D2', subscriptionId: 'sub', location: 'westeurope', zone: '', tags: [] };
  // The address is fixed, so only the answer is given here.
  const asked: unknown[] = [];
  const ask = async (...request: unknown[]) => {
    asked.push(request);
    return JSON.stringify(compute);
  };

  it('is asked by its documented address and header', async () => {
    expect(await askAzure(ask, {})).toMatchObject({
      'cloud.provider': 'azure',
      'cloud.platform': 'azure.vm',
      'cloud.account.id': 'sub',
      'cloud.region': 'westeurope',
      'host.id': 'vm-1',
      'host.type': 'Standard_D2',
    });
    expect((await askAzure(ask, { KUBERNETES_SERVICE_HOST: '10.0.0.1' }))['cloud.platform']).toBe('azure.aks');
    expect(asked[0]).toEqual([
      'http://169.254.169.254/metadata/instance/compute?api-version=2021-12-13&format=json',
      { headers: { Metadata: 'true' } },
    ]);
  });
});

describe('a metadata service', () => {
  const ec2 = (host: string) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${host}` });

  it.each([
    ['knows nothing', () => undefined, 'it does not know this machine'],
    ['answers nothing that is understood', () => '<html>secret</html>', 'an answer that is no JSON'],
    ['answers without end', () => 'x'.repeat(100_000), 'an answer of more than 65536 characters'],
    ['answers something else', () => '[1]', 'it does not know this machine'],
    ['does not answer', () => 'never', 'no answer in time'],
  ])('that %s is told in one line', async (_, answer, reason) => {
    const lines = said();
    const { host } = await metadataServer(answer);
    expect((await detectCloud(['aws'], ec2(host), reason === 'no answer in time' ? 100 : 20_000)).attributes).toEqual({});
    expect(lines).toEqual([`the metadata service of aws gave nothing (${reason}); its attributes are left out`]);
  });

  it('that is not there is told, and does not keep the others from answering', async () => {
    const lines = said();
    const { host } = await metadataServer((request) => (request.url?.includes('project-id') ? 'shop' : undefined));
    const environment = { GCE_METADATA_HOST: host, AWS_EC2_METADATA_SERVICE_ENDPOINT: 'nonsense' };
    const { attributes } = await patiently(['gcp', 'aws'], environment);
    expect(attributes).toEqual({ 'cloud.provider': 'gcp', 'cloud.platform': 'gcp_compute_engine', 'cloud.account.id': 'shop' });
    expect(lines).toEqual(['the metadata service of aws gave nothing (Invalid URL); its attributes are left out']);
  });

  it('gives no value that backends would cut, and the later of two wins', async () => {
    const document = { instanceId: 'i-1', region: 'x'.repeat(256), accountId: 'aws-account' };
    const { host } = await metadataServer((request) => (request.url?.includes('project-id') ? 'project' : JSON.stringify(document)));
    const both = { ...ec2(host), GCE_METADATA_HOST: host };
    const account = async (...names: CloudName[]) => (await patiently(names, both)).attributes['cloud.account.id'];
    expect([await account('aws', 'gcp'), await account('gcp', 'aws')]).toEqual(['project', 'aws-account']);
    expect((await patiently(['aws'], ec2(host))).attributes).not.toHaveProperty('cloud.region');
  });
});
