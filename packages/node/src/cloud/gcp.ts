import {
  ATTR_CLOUD_ACCOUNT_ID,
  ATTR_CLOUD_AVAILABILITY_ZONE,
  ATTR_CLOUD_PLATFORM,
  ATTR_CLOUD_PROVIDER,
  ATTR_CLOUD_REGION,
  ATTR_HOST_ID,
  ATTR_HOST_TYPE,
  ATTR_K8S_CLUSTER_NAME,
} from '@telewright/semconv';
import type { Ask, CloudAttributes } from './metadata-service.js';

/**
 * Asks the metadata server of Google Cloud; the variable is the one of Google's own libraries. Each value is asked for by itself, as the
 * document with all of them holds keys and start-up scripts too.
 * @see https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys
 */
export async function askGcp(ask: Ask, environment: Readonly<Record<string, string | undefined>>): Promise<CloudAttributes> {
  const base = `http://${environment['GCE_METADATA_HOST'] || 'metadata.google.internal'}/computeMetadata/v1`;
  const paths = ['project/project-id', 'instance/zone', 'instance/id', 'instance/machine-type', 'instance/attributes/cluster-name'];
  const values = await Promise.all(paths.map((path) => ask(`${base}/${path}`, { headers: { 'Metadata-Flavor': 'Google' } })));
  // Zone and machine type are paths: projects/123/zones/europe-west3-a
  const [project, zone, id, type, cluster] = values.map((value) => value?.trim().replace(/^.*\//, ''));
  if (project === undefined) return {};
  const inKubernetes = cluster !== undefined && environment['KUBERNETES_SERVICE_HOST'];
  return {
    [ATTR_CLOUD_PROVIDER]: 'gcp',
    [ATTR_CLOUD_PLATFORM]: inKubernetes ? 'gcp_kubernetes_engine' : environment['K_SERVICE'] ? 'gcp_cloud_run' : 'gcp_compute_engine',
    [ATTR_CLOUD_ACCOUNT_ID]: project,
    [ATTR_CLOUD_REGION]: zone?.replace(/-[^-]*$/, ''),
    [ATTR_CLOUD_AVAILABILITY_ZONE]: zone,
    [ATTR_HOST_ID]: id,
    [ATTR_HOST_TYPE]: type,
    [ATTR_K8S_CLUSTER_NAME]: inKubernetes ? cluster : undefined,
  };
}
