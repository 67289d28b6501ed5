/** The groups of runtime metrics, in the order in which they are observed. */
export const RUNTIME_GROUPS = ['eventloop', 'gc', 'heap', 'resources', 'process'] as const;

/** A group of runtime metrics that is observed, or left out, together. */
export type RuntimeGroup = (typeof RUNTIME_GROUPS)[number];
