import { describe, expect, it } from 'vitest';
import { detectResource } from '../src/index.js';
import { nameUuid } from '../src/name-uuid.js';
import { fileTree } from './file-tree.js';
import { processFacts, resourceOf, uuid } from './resource-of.js';

const pod = { K8S_NAMESPACE: 'shop', K8S_POD_NAME: 'checkout-5d9c-x2x', K8S_CONTAINER_NAME: 'app' };
const namespace = '4d63009a-8d0f-11ee-aad7-4c796ed8e320';
const idOf = (resource: ReturnType<typeof resourceOf>): unknown => resource.attributes['service.instance.id'];

describe('service.instance.id', () => {
  it('is the UUIDv5 of namespace, pod and container', () => {
    const resource = resourceOf({ environment: pod });
    expect(idOf(resource)).toBe('bb152a76-4254-58ff-823c-48cbc88447ef');
    expect(resource.sources['service.instance.id']).toBe('derived from k8s.namespace.name, k8s.pod.name, k8s.container.name');
  });

  it('is random if one of the three is unknown', () => {
    const resource = resourceOf({ environment: { ...pod, K8S_CONTAINER_NAME: '' } });
    expect([idOf(resource), resource.sources['service.instance.id']]).toEqual([uuid, 'default']);
  });

  it('differs for each worker thread and forked process of a container, and is stable for each', () => {
    const variants = [{}, { threadId: 1 }, { threadId: 2 }, { forked: true }, { forked: true, pid: 43 }, { forked: true, threadId: 1 }];
    const ids = (): unknown[] => variants.map((more) => idOf(resourceOf({ environment: pod, process: { ...processFacts, ...more } })));
    expect(new Set(ids()).size).toBe(6);
    expect(ids()).toEqual(ids());
  });

  it('is what was given, but in a worker that inherited it', () => {
    const environment = { OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${uuid}` };
    expect(idOf(resourceOf({ environment }))).toBe(uuid);
    const worker = resourceOf({ environment, process: { ...processFacts, threadId: 3 } });
    expect(idOf(worker)).toBe(nameUuid(namespace, `${uuid}.thread-3`));
    expect(worker.sources['service.instance.id']).toBe('OTEL_RESOURCE_ATTRIBUTES, per worker');
    const fromCode = resourceOf({ labels: { instanceId: uuid }, process: { ...processFacts, threadId: 3 } });
    expect(idOf(fromCode)).toBe(uuid);
  });

  it('comes from the kernel, else from node:crypto, and is another one each time', () => {
    const v4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const make = (fileRoot?: string): unknown =>
      idOf(detectResource({ environment: {}, process: processFacts, ...(fileRoot === undefined ? {} : { fileRoot }) }));
    expect(make(fileTree({ 'proc/sys/kernel/random/uuid': `${uuid}\n` }))).toBe(uuid);
    const ids = [make(fileTree({})), make(fileTree({ 'proc/sys/kernel/random/uuid': 'nonsense' })), make(), make()];
    for (const id of ids) expect(id).toMatch(v4);
    expect(new Set(ids).size).toBe(4);
  });
});
