/** The groups of host metrics, in the order in which they are read. */
export const HOST_GROUPS = [
  'cpu',
  'memory',
  'paging',
  'disk',
  'filesystem',
  'network',
  'connections',
  'load',
  'processes',
  'uptime',
  'pressure',
  'temperature',
  'energy',
  'battery',
  'container',
] as const;

/** A group of host metrics that is read, or left out, together. */
export type HostGroup = (typeof HOST_GROUPS)[number];
