import {
  ATTR_CLOUD_ACCOUNT_ID,
  ATTR_CLOUD_AVAILABILITY_ZONE,
  ATTR_CLOUD_PLATFORM,
  ATTR_CLOUD_PROVIDER,
  ATTR_CLOUD_REGION,
  ATTR_HOST_ID,
  ATTR_HOST_TYPE,
} from '@telewright/semconv';
import { type Ask, type CloudAttributes, textFields } from './metadata-service.js';

/**
 * Asks the metadata service of an ECS task, else the one of an EC2 instance (IMDSv2). The variables are those of ECS and of AWS's own SDKs.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
 */
export async function askAws(ask: Ask, environment: Readonly<Record<string, string | undefined>>): Promise<CloudAttributes> {
  const ecs = environment['ECS_CONTAINER_METADATA_URI_V4'];
  if (ecs) return ecsAttributes(textFields(await ask(`${ecs}/task`)));
  const base = (environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || 'http://169.254.169.254').replace(/\/$/, '');
  const token = await ask(`${base}/latest/api/token`, { method: 'PUT', headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' } });
  const headers = token === undefined ? {} : { 'X-aws-ec2-metadata-token': token };
  const document = textFields(await ask(`${base}/latest/dynamic/instance-identity/document`, { headers }));
  if (document['instanceId'] === undefined) return {};
  return {
    [ATTR_CLOUD_PROVIDER]: 'aws',
    [ATTR_CLOUD_PLATFORM]: 'aws_ec2',
    [ATTR_CLOUD_ACCOUNT_ID]: document['accountId'],
    [ATTR_CLOUD_REGION]: document['region'],
    [ATTR_CLOUD_AVAILABILITY_ZONE]: document['availabilityZone'],
    [ATTR_HOST_ID]: document['instanceId'],
    [ATTR_HOST_TYPE]: document['instanceType'],
  };
}

function ecsAttributes(task: Readonly<Record<string, string | undefined>>): CloudAttributes {
  // arn:aws:ecs:eu-central-1:123456789012:task/cluster/0123
  const [, , service, region, account] = (task['TaskARN'] ?? '').split(':');
  if (service !== 'ecs') return {};
  return {
    [ATTR_CLOUD_PROVIDER]: 'aws',
    [ATTR_CLOUD_PLATFORM]: 'aws_ecs',
    [ATTR_CLOUD_ACCOUNT_ID]: account,
    [ATTR_CLOUD_REGION]: region,
    [ATTR_CLOUD_AVAILABILITY_ZONE]: task['AvailabilityZone'],
  };
}
