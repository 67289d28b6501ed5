import type { Finding } from './finding.js';

/** What a policy asks of the value of one label. */
export interface PolicyRule {
  readonly expected: string;
  accepts(value: string): boolean;
}

/** A policy whose names, lists and patterns were checked. */
export interface CheckedPolicy {
  readonly rules: ReadonlyMap<string, PolicyRule>;
  /** Required attributes per environment; undefined leaves them to the table. */
  readonly required: ReadonlyMap<string, readonly string[]> | undefined;
  readonly findings: readonly Finding[];
}

/** Gives the attributes that are required in the environment of a resource, or undefined where the table decides. */
export function requiredAttributes(policy: CheckedPolicy, environment: unknown): ReadonlySet<string> | undefined {
  if (!policy.required) return undefined;
  const inThis = typeof environment === 'string' ? policy.required.get(environment) : undefined;
  return new Set([...(policy.required.get('*') ?? []), ...(inThis ?? [])]);
}
