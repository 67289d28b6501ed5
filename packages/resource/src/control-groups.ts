/** What a process can learn from its control groups and mounts. */
export interface ControlGroupFacts {
  readonly containerId?: string;
  readonly podUid?: string;
  readonly containerName?: string;
  /** The systemd service that the process runs in directly. */
  readonly unit?: string;
}

// Docker, containerd, CRI-O and podman name a group after the container's 64 digits, ECS on Fargate after task and number.
const containerGroup = /(?:^|[-:/])([0-9a-f]{64}|[0-9a-f]{32}-\d{6,})(?:\.scope)?(?:\/|$)/g;
// The UID of a pod that a file on the node defines is a hash without dashes.
const podGroup = /pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})/;
const podMount = /\/pods\/([0-9a-f-]{32,36})\/containers\/([^/\s]+)\/[0-9a-f]+ /;
const engineMount = /\/(?:containers|overlay-containers)\/([0-9a-f]{64})\/(?:userdata\/)?(\S+) (\/\S+) /g;

/** Reads `/proc/self/cgroup` of cgroup v1 or v2: `hierarchy:controllers:path` a line. */
export function parseControlGroups(text: string): ControlGroupFacts {
  const paths = text.split('\n').map((line) => line.split(':').slice(2).join(':'));
  const containerId = first(paths, (path) => [...path.matchAll(containerGroup)].at(-1)?.[1]);
  const podUid = first(paths, (path) => podGroup.exec(path)?.[1])?.replaceAll('_', '-');
  const unit = first(paths, (path) => /\/([^/]+)\.service$/.exec(path)?.[1]);
  return { ...(containerId && { containerId }), ...(podUid && { podUid }), ...(unit && { unit: unescapeUnit(unit) }) };
}

/**
 * Reads `/proc/self/mountinfo`, which tells what a private cgroup v2 namespace hides. In a pod `/etc/hostname` comes from the
 * sandbox, whose id is not the container's; so only mounts that are the container's own count there.
 */
export function parseMounts(text: string): ControlGroupFacts {
  const [, podUid, containerName] = podMount.exec(text) ?? [];
  const inPod = podUid !== undefined || text.includes('/sandboxes/');
  const mount = [...text.matchAll(engineMount)].find(
    ([, , file = '', target]) => file === '.containerenv' || file.startsWith('volumes/') || (!inPod && target === '/etc/hostname'),
  );
  return { ...(mount?.[1] && { containerId: mount[1] }), ...(podUid && { podUid }), ...(containerName && { containerName }) };
}

function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function first<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
