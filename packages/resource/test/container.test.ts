import { describe, expect, it } from 'vitest';
import { fileTree } from './file-tree.js';
import { processFacts, resourceOf } from './resource-of.js';

const id = '3f1c6b0d9a7e4c52b8d0f1e2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6';
const uid = '8a5f9b1e-1234-4abc-8def-0123456789ab';
const hostname = `617 599 259:1 /var/lib/docker/containers/${id}/hostname /etc/hostname rw - ext4 /dev/root rw\n`;
const termination = `618 599 259:1 /var/lib/kubelet/pods/${uid}/containers/app/9b2e1f00 /dev/termination-log rw - ext4 /dev/root rw\n`;

describe('a resource in a container', () => {
  it('has the container id of the control group', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': `0::/system.slice/docker-${id}.scope\n` });
    const { attributes, sources } = resourceOf({ fileRoot });
    expect([attributes['container.id'], sources['container.id']]).toEqual([id, '/proc/self/cgroup']);
  });

  it('has the pod UID of the control group', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': `11:cpu:/kubepods/burstable/pod${uid}/${id}\n` });
    expect(resourceOf({ fileRoot }).attributes).toMatchObject({ 'container.id': id, 'k8s.pod.uid': uid });
  });

  it('has the container id of the mounts where the control group is private', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': '0::/\n', 'proc/self/mountinfo': hostname });
    const { attributes, sources } = resourceOf({ fileRoot });
    expect([attributes['container.id'], sources['container.id']]).toEqual([id, '/proc/self/mountinfo']);
  });

  it('reads no mounts where the control group shows that the process runs on a host', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': '0::/system.slice/shop.service\n', 'proc/self/mountinfo': hostname });
    expect(resourceOf({ fileRoot }).attributes['container.id']).toBeUndefined();
  });

  it('learns pod and container name from the mounts of a pod', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': '0::/\n', 'proc/self/mountinfo': hostname + termination });
    const { attributes } = resourceOf({ fileRoot, environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } });
    expect(attributes).toMatchObject({ 'k8s.pod.uid': uid, 'k8s.container.name': 'app' });
    expect(attributes['container.id']).toBeUndefined();
  });

  it('looks only on Linux', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': `0::/docker/${id}\n` });
    expect(resourceOf({ fileRoot, process: { ...processFacts, platform: 'darwin' } }).attributes['container.id']).toBeUndefined();
  });
});

describe('a resource under systemd', () => {
  it('has the unit and the invocation, and the unit names the service, without its instance', () => {
    const fileRoot = fileTree({ 'proc/self/cgroup': '0::/system.slice/shop-api@eu.service\n' });
    const { attributes } = resourceOf({ fileRoot, environment: { INVOCATION_ID: '5cb7' } });
    expect(attributes).toMatchObject({
      'service.name': 'shop-api',
      'telewright.systemd.unit.name': 'shop-api@eu.service',
      'telewright.systemd.invocation.id': '5cb7',
    });
  });

  it.each([
    ['a shell that inherited the variable', '0::/user.slice/user-1000.slice/user@1000.service/app.slice/term.scope'],
    ['the user manager itself', '0::/user.slice/user@1000.service'],
    ['a container', `0::/docker/${id}`],
  ])('has nothing of it in %s', (_, cgroup) => {
    const fileRoot = fileTree({ 'proc/self/cgroup': `${cgroup}\n` });
    const { attributes } = resourceOf({ fileRoot, environment: { INVOCATION_ID: '5cb7' } });
    expect(Object.keys(attributes).filter((key) => key.startsWith('telewright.'))).toEqual([]);
  });
});
