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
 * Asks the instance metadata service of Azure, whose address can't be changed by a variable.
 * @see https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
 */
export async function askAzure(ask: Ask, environment: Readonly<Record<string, string | undefined>>): Promise<CloudAttributes> {
  const url = 'http://169.254.169.254/metadata/instance/compute?api-version=2021-12-13&format=json';
  const compute = textFields(await ask(url, { headers: { Metadata: 'true' } }));
  if (compute['vmId'] === undefined) return {};
  return {
    [ATTR_CLOUD_PROVIDER]: 'azure',
    [ATTR_CLOUD_PLATFORM]: environment['KUBERNETES_SERVICE_HOST'] ? 'azure.aks' : 'azure.vm',
    [ATTR_CLOUD_ACCOUNT_ID]: compute['subscriptionId'],
    [ATTR_CLOUD_REGION]: compute['location'],
    [ATTR_CLOUD_AVAILABILITY_ZONE]: compute['zone'],
    [ATTR_HOST_ID]: compute['vmId'],
    [ATTR_HOST_TYPE]: compute['vmSize'],
  };
}
