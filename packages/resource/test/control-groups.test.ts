import { describe, expect, it } from 'vitest';
import { parseControlGroups, parseMounts } from '../src/control-groups.js';

const id = '3f1c6b0d9a7e4c52b8d0f1e2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6';
const sandbox = 'a'.repeat(64);
const uid = '8a5f9b1e-1234-4abc-8def-0123456789ab';
const uidInSlice = uid.replaceAll('-', '_');

describe('/proc/self/cgroup', () => {
  it.each([
    ['docker, cgroup v1', `12:memory:/docker/${id}\n1:name=systemd:/docker/${id}\n0::/docker/${id}`, { containerId: id }],
    ['docker, cgroup v2, systemd driver', `0::/system.slice/docker-${id}.scope`, { containerId: id }],
    ['podman', `0::/machine.slice/libpod-${id}.scope/container`, { containerId: id }],
    ['kubelet, cgroupfs', `11:cpu:/kubepods/burstable/pod${uid}/${id}`, { containerId: id, podUid: uid }],
    [
      'containerd, systemd driver',
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uidInSlice}.slice/cri-containerd-${id}.scope`,
      { containerId: id, podUid: uid },
    ],
    ['cri-o', `0::/kubepods.slice/kubepods-pod${uidInSlice}.slice/crio-${id}.scope`, { containerId: id, podUid: uid }],
    [
      'containerd, colon form',
      `1:name=systemd:/system.slice/containerd.service/kubepods-pod${uidInSlice}.slice:cri-containerd:${id}`,
      { containerId: id, podUid: uid },
    ],
    [
      'static pod',
      `0::/kubepods/pod0123456789abcdef0123456789abcdef/${id}`,
      { containerId: id, podUid: '0123456789abcdef0123456789abcdef' },
    ],
    ['kind: a node in docker', `0::/docker/${sandbox}/kubelet/kubepods/pod${uid}/${id}`, { containerId: id, podUid: uid }],
    ['ECS on EC2', `9:cpu:/ecs/0123/${id}`, { containerId: id }],
    [
      'ECS on Fargate',
      '9:cpu:/ecs/10d3ab32fcb74cfa8be5a9e3bd1cf1a2/10d3ab32fcb74cfa8be5a9e3bd1cf1a2-2531612879',
      { containerId: '10d3ab32fcb74cfa8be5a9e3bd1cf1a2-2531612879' },
    ],
    ['systemd service', '0::/system.slice/shop-api@eu\\x2d1.service', { unit: 'shop-api@eu-1' }],
    ['systemd service in a container', `0::/docker/${id}/system.slice/shop.service`, { containerId: id, unit: 'shop' }],
    ['login session', '0::/user.slice/user-1000.slice/session-3.scope', {}],
    ['private namespace', '0::/', {}],
    ['nothing', '', {}],
  ])('is understood for %s', (_, text, facts) => {
    expect(parseControlGroups(`${text}\n`)).toEqual(facts);
  });
});

describe('/proc/self/mountinfo', () => {
  const line = (root: string, target: string): string => `617 599 259:1 ${root} ${target} rw,noatime - ext4 /dev/root rw\n`;

  it('names the container in docker and podman', () => {
    expect(
      parseMounts(
        line(`/var/lib/docker/containers/${id}/resolv.conf`, '/etc/resolv.conf') +
          line(`/var/lib/docker/containers/${id}/hostname`, '/etc/hostname'),
      ),
    ).toEqual({ containerId: id });
    expect(parseMounts(line(`/containers/storage/overlay-containers/${id}/userdata/.containerenv`, '/run/.containerenv'))).toEqual({
      containerId: id,
    });
  });

  it('names pod and container by the mounts of the kubelet, and takes no sandbox for the container', () => {
    const kubelet = line(`/var/lib/kubelet/pods/${uid}/containers/app/9b2e1f00`, '/dev/termination-log');
    const containerd = line(`/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${sandbox}/hostname`, '/etc/hostname');
    const dockerd = line(`/var/lib/docker/containers/${sandbox}/hostname`, '/etc/hostname');
    expect(parseMounts(containerd + kubelet)).toEqual({ podUid: uid, containerName: 'app' });
    expect(parseMounts(dockerd + kubelet)).toEqual({ podUid: uid, containerName: 'app' });
    const volume = line(`/var/lib/containerd/io.containerd.grpc.v1.cri/containers/${id}/volumes/7c1`, '/data');
    expect(parseMounts(containerd + kubelet + volume)).toEqual({ podUid: uid, containerName: 'app', containerId: id });
  });

  it('says nothing about a host that runs containers', () => {
    expect(
      parseMounts(
        line('/', '/') +
          line('/var/lib/docker', '/var/lib/docker') +
          line(`/x/containers/${id}/mounts/shm`, `/var/lib/docker/containers/${id}/mounts/shm`),
      ),
    ).toEqual({});
  });
});
