import type { FindSource } from './readable-run-time.ts';

/** What of V8's CPU profile is read. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds between one sample and the next. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

const writes = new Set([
  'writeUtf8String',
  'writeLatin1String',
  'writeAsciiString',
  'writeBuffer',
  'writev',
  'writeString',
  'writeBuffers',
]);

/** What is not counted: waiting, and the profiler itself. */
const idle = 'idle';
const files = "Node's files";
const nodeGroups: readonly (readonly [url: RegExp, group: string])[] = [
  [/^node:(_http|internal\/http|internal\/stream|net$|stream|internal\/net|events)/, "Node's http, sockets and streams"],
  [/^node:(diagnostics_channel|async_hooks|internal\/async)/, "Node's channels and contexts"],
  [/^node:(timers|internal\/(timers|process|linkedlist|priority_queue))/, "Node's timers and queues"],
  [/^node:(buffer|internal\/buffer|string_decoder)/, "Node's buffers"],
  [/^node:(fs|internal\/fs)/, files],
  [/^node:(crypto|internal\/crypto)/, "Node's hashes"],
  [/^node:inspector/, idle],
];

/** Sums the time of a profile by what the process was doing itself, in microseconds; idle time is left out. */
export function groupSamples({ nodes, samples, timeDeltas }: CpuProfile, findSource: FindSource): Map<string, number> {
  const groups = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (node: ProfileNode, above: string): void => {
    const group = groupOf(node, above, findSource);
    groups.set(node.id, group);
    for (const child of node.children ?? []) visit(byId.get(child) as ProfileNode, group);
  };
  visit(nodes[0] as ProfileNode, 'the rest of Node.js');
  const micros = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const group = groups.get(id) as string;
    if (group !== idle) micros.set(group, (micros.get(group) ?? 0) + (timeDeltas[index] as number));
  }
  return micros;
}

/** A function of the engine or of C++ counts to whoever called it, but for writes. */
function groupOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode, above: string, findSource: FindSource): string {
  if (functionName === '(idle)') return idle;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)') return 'the kernel and C++, outside of functions';
  if (url === '') return writes.has(functionName) ? writeOf(above) : above;
  if (url.startsWith('node:')) return groupOfNode(url);
  if (url.includes('/@telewright/node/')) return ownGroup(findSource(lineNumber));
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (name === undefined) return 'the app';
  if (['pino', 'sonic-boom', 'thread-stream', 'quick-format-unescaped', 'safe-stable-stringify', 'atomic-sleep'].includes(name))
    return 'pino';
  return 'express and what it brings';
}

function writeOf(caller: string): string {
  return caller === files ? 'write: lines' : 'write: answers and telemetry';
}

function groupOfNode(url: string): string {
  return nodeGroups.find(([pattern]) => pattern.test(url))?.[1] ?? 'the rest of Node.js';
}

function ownGroup(source: string): string {
  const own = /^packages\/([^/]+)\/src\/(.+)\.ts$/.exec(source);
  if (own) return `telewright: ${own[1]}/${own[2]}`;
  const bundled = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source);
  return `telewright: ${bundled?.[1] ?? source}`;
}
