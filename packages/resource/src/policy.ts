import type { Finding } from './finding.js';
import { labelDefinitions } from './label-definitions.js';
import { labelRules } from './label-rules.js';

/**
 * What an organisation asks of the labels of its services. Plain JSON, so that a file can hold it. Labels are named by their option
 * (`team`) or attribute (`finops.team.name`), other attributes by their full name.
 */
export interface Policy {
  /** Required labels per environment, in place of the levels of the table; those under `*` are required everywhere. */
  readonly required?: Readonly<Record<string, readonly string[]>>;
  /** The only values that a label may have. */
  readonly allowed?: Readonly<Record<string, readonly string[]>>;
  /** Regular expressions that a label's whole value has to match, besides the rule of the table. */
  readonly patterns?: Readonly<Record<string, string>>;
}

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

/** Checks a policy from code or a file. What is wrong in it becomes a finding and is left out; the rest holds. */
export function checkPolicy(policy: unknown): CheckedPolicy {
  if (policy === undefined) return { rules: new Map(), required: undefined, findings: [] };
  const findings: Finding[] = [];
  const root = record(policy, 'policy', findings);
  for (const key of Object.keys(root)) {
    if (!['required', 'allowed', 'patterns'].includes(key))
      findings.push(finding(`policy.${key}`, 'required, allowed or patterns', 'an unknown key'));
  }
  const rules = new Map<string, PolicyRule>();
  addAllowed(rules, record(root['allowed'] ?? {}, 'policy.allowed', findings), findings);
  addPatterns(rules, record(root['patterns'] ?? {}, 'policy.patterns', findings), findings);
  return { rules, required: root['required'] === undefined ? undefined : requiredIn(root['required'], findings), findings };
}

function requiredIn(value: unknown, findings: Finding[]): Map<string, string[]> {
  const required = new Map<string, string[]>();
  for (const [environment, names] of Object.entries(record(value, 'policy.required', findings))) {
    const path = `policy.required.${environment}`;
    const known = strings(names, path, findings).flatMap((name) => attributeOf(name, path, findings) ?? []);
    const name = labelRules.environment.aliases?.[environment.toLowerCase()] ?? environment.toLowerCase();
    required.set(name, [...(required.get(name) ?? []), ...known]);
  }
  return required;
}

function addAllowed(rules: Map<string, PolicyRule>, allowed: Record<string, unknown>, findings: Finding[]): void {
  for (const [name, list] of Object.entries(allowed)) {
    const path = `policy.allowed.${name}`;
    const attribute = attributeOf(name, path, findings);
    const values = strings(list, path, findings);
    if (attribute && values.length > 0)
      add(rules, attribute, { expected: `one of ${values.join(', ')}`, accepts: (value) => values.includes(value) });
  }
}

function addPatterns(rules: Map<string, PolicyRule>, patterns: Record<string, unknown>, findings: Finding[]): void {
  for (const [name, source] of Object.entries(patterns)) {
    const path = `policy.patterns.${name}`;
    const attribute = attributeOf(name, path, findings);
    const pattern = compile(source);
    if (!pattern) findings.push(finding(path, 'a regular expression as text', 'something else'));
    else if (attribute) add(rules, attribute, { expected: `a match of ${source}`, accepts: (value) => pattern.test(value) });
  }
}

function add(rules: Map<string, PolicyRule>, attribute: string, rule: PolicyRule): void {
  const other = rules.get(attribute);
  const both = other && {
    expected: `${other.expected} and ${rule.expected}`,
    accepts: (value: string) => other.accepts(value) && rule.accepts(value),
  };
  rules.set(attribute, both ?? rule);
}

function compile(source: unknown): RegExp | undefined {
  if (typeof source !== 'string') return undefined;
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    return undefined; // The caller reports it.
  }
}

function attributeOf(name: string, path: string, findings: Finding[]): string | undefined {
  const definition = labelDefinitions.find(({ option, attribute }) => option === name || attribute === name);
  if (definition || name.includes('.')) return definition?.attribute ?? name;
  findings.push(finding(path, 'the name of a label or attribute', `'${name}'`));
  return undefined;
}

function record(value: unknown, path: string, findings: Finding[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  findings.push(finding(path, 'an object', 'something else'));
  return {};
}

function strings(value: unknown, path: string, findings: Finding[]): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  findings.push(finding(path, 'an array of texts', 'something else'));
  return [];
}

function finding(key: string, expected: string, got: string): Finding {
  return {
    key,
    rule: 'policy',
    severity: 'error',
    expected,
    got,
    source: 'policy',
    action: 'this part of the policy is left out',
    remedy: `correct ${key} in the policy`,
  };
}

/** Gives the attributes that are required in the environment of a resource, or undefined where the table decides. */
export function requiredAttributes(policy: CheckedPolicy, environment: unknown): ReadonlySet<string> | undefined {
  if (!policy.required) return undefined;
  const inThis = typeof environment === 'string' ? policy.required.get(environment) : undefined;
  return new Set([...(policy.required.get('*') ?? []), ...(inThis ?? [])]);
}
