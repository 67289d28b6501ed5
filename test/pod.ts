import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface FieldRef {
  readonly fieldRef: { readonly fieldPath: string };
}

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly {
          readonly env: readonly ({ name: string; value: string } | { name: string; valueFrom: FieldRef })[];
          readonly volumeMounts: readonly { name: string; mountPath: string }[];
        }[];
        readonly volumes: readonly { name: string; downwardAPI: { items: readonly ({ path: string } & FieldRef)[] } }[];
      };
    };
  };
}

/** What the scheduler would decide. */
const pod = {
  'metadata.name': 'checkout-5d9c-x2x',
  'metadata.uid': '8a5f9b1e-1234-4abc-8def-0123456789ab',
  'metadata.namespace': 'shop',
  'spec.nodeName': 'node-7',
} as const;

/**
 * Does for a Deployment what the kubelet does: gives the environment of its container, and writes the downward API volume as a directory
 * of links into a dated one, below `root` in place of the file system's.
 */
export function startPod(manifest: string, root: string): { readonly environment: Record<string, string>; readonly mountPath: string } {
  const { metadata, spec } = (parse(manifest) as Deployment).spec.template;
  const [container, volume] = [spec.containers[0], spec.volumes[0]];
  const mountPath = container?.volumeMounts.find(({ name }) => name === volume?.name)?.mountPath ?? '';
  const field = ({ fieldRef: { fieldPath } }: FieldRef): string => {
    if (fieldPath === 'metadata.labels') return quoted(metadata.labels);
    if (fieldPath === 'metadata.annotations') return quoted({ 'kubernetes.io/config.source': 'api' });
    return pod[fieldPath as keyof typeof pod];
  };
  const folder = join(root, mountPath);
  mkdirSync(join(folder, '..2026_11_25'), { recursive: true });
  symlinkSync('..2026_11_25', join(folder, '..data'));
  for (const item of volume?.downwardAPI.items ?? []) {
    writeFileSync(join(folder, '..2026_11_25', item.path), field(item));
    symlinkSync(join('..data', item.path), join(folder, item.path));
  }
  const environment = Object.fromEntries(
    (container?.env ?? []).map((variable) => [variable.name, 'value' in variable ? variable.value : field(variable.valueFrom)]),
  );
  return { environment: { ...environment, KUBERNETES_SERVICE_HOST: '10.0.0.1' }, mountPath };
}

function quoted(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}
