import { ATTR_K8S_CONTAINER_NAME, ATTR_K8S_NAMESPACE_NAME, ATTR_K8S_POD_NAME, ATTR_SERVICE_INSTANCE_ID } from '@telewright/semconv';
import { readBoundedFile } from './bounded-file.js';
import { nameUuid } from './name-uuid.js';
import type { ResourceBuilder } from './resource-builder.js';
import type { ResourceInput } from './resource-input.js';

/** The namespace that the conventions give for UUIDv5 instance ids. */
const namespace = '4d63009a-8d0f-11ee-aad7-4c796ed8e320';
const podKeys = [ATTR_K8S_NAMESPACE_NAME, ATTR_K8S_POD_NAME, ATTR_K8S_CONTAINER_NAME];

/**
 * Sets the id of this instance of the service: one that was given, else the UUIDv5 that the Collector computes for the container,
 * else a random one. What worker threads and forked processes have in common with their parent is told apart by a suffix to the name.
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/service/
 */
export function setServiceInstanceId(builder: ResourceBuilder, input: ResourceInput): void {
  const given = builder.get(ATTR_SERVICE_INSTANCE_ID);
  const suffix = distinction(input);
  if (given !== undefined) {
    // A worker inherits the environment: without the suffix its series would collide with those of its parent.
    const source = builder.sourceOf(ATTR_SERVICE_INSTANCE_ID) ?? '';
    if (suffix !== '' && source !== 'code')
      builder.set(ATTR_SERVICE_INSTANCE_ID, nameUuid(namespace, `${given}${suffix}`), `${source}, per worker`);
    return;
  }
  const names = podKeys.map((key) => builder.get(key));
  if (names.every((name) => name !== undefined)) {
    builder.set(ATTR_SERVICE_INSTANCE_ID, nameUuid(namespace, names.join('.') + suffix), `derived from ${podKeys.join(', ')}`);
  } else {
    builder.set(ATTR_SERVICE_INSTANCE_ID, (input.randomUuid ?? (() => randomUuid(input.fileRoot ?? '')))(), 'default');
  }
}

function distinction({ process: { pid, forked, threadId = 0 } }: ResourceInput): string {
  return `${forked ? `.${pid}` : ''}${threadId > 0 ? `.thread-${threadId}` : ''}`;
}

/** Asks the kernel first: loading `node:crypto` takes 4 to 5 ms. */
function randomUuid(fileRoot: string): string {
  const fromKernel = readBoundedFile(`${fileRoot}/proc/sys/kernel/random/uuid`)?.trim() ?? '';
  const valid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(fromKernel);
  return valid ? fromKernel : process.getBuiltinModule('node:crypto').randomUUID();
}
