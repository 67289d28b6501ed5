import { checkLabel } from './check-value.js';
import { type Finding, show } from './finding.js';
import { type LabelDefinition, labelDefinitions } from './label-definitions.js';
import { labelRules } from './label-rules.js';
import type { CheckedPolicy, PolicyRule } from './policy-rule.js';

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

/**
 * Checks a policy from code or a file. What is wrong in it becomes a finding and is left out; the rest holds.
 * @param source `code`, or the path of the file
 */
export function checkPolicy(policy: unknown, source: string): CheckedPolicy {
  return new PolicyCheck(source).check(policy);
}

const parts = ['required', 'allowed', 'patterns'];
const shownValues = 10;

class PolicyCheck {
  readonly #source: string;
  readonly #findings: Finding[] = [];
  readonly #rules = new Map<string, PolicyRule>();

  constructor(source: string) {
    this.#source = source;
  }

  check(policy: unknown): CheckedPolicy {
    const root = this.#record(policy, 'policy');
    for (const key of Object.keys(root)) if (!parts.includes(key)) this.#report(`policy.${key}`, parts.join(', '), 'an unknown key');
    for (const [name, list] of this.#entries(root, 'allowed')) this.#allow(name, list);
    for (const [name, pattern] of this.#entries(root, 'patterns')) this.#match(name, pattern);
    const required = root['required'] === undefined ? undefined : this.#require(this.#entries(root, 'required'));
    return { rules: this.#rules, required, findings: this.#findings };
  }

  #require(entries: readonly [string, unknown][]): Map<string, string[]> {
    const required = new Map<string, string[]>();
    for (const [environment, names] of entries) {
      const path = `policy.required.${environment}`;
      const known = this.#texts(names, path).flatMap((name) => this.#attribute(name, path) ?? []);
      const name = labelRules.environment.aliases?.[environment.toLowerCase()] ?? environment.toLowerCase();
      required.set(name, [...(required.get(name) ?? []), ...known]);
    }
    return required;
  }

  #allow(name: string, list: unknown): void {
    const path = `policy.allowed.${name}`;
    const attribute = this.#attribute(name, path);
    const values = this.#texts(list, path).flatMap((value) => this.#canonical(attribute, value, path) ?? []);
    if (attribute === undefined || values.length === 0) return;
    const more = values.length - shownValues;
    const expected = `one of ${values.slice(0, shownValues).join(', ')}${more > 0 ? ` and ${more} others` : ''}`;
    this.#add(attribute, { expected, accepts: (value) => values.includes(value) });
  }

  /** An allowed value as it is after its check, in which `prod` becomes `production`: otherwise it could never match. */
  #canonical(attribute: string | undefined, value: string, path: string): string | undefined {
    const definition = labelDefinitions.find((candidate) => candidate.attribute === attribute);
    if (definition === undefined) return value;
    const checked = checkLabel(definition, value, undefined).value;
    if (checked === undefined) this.#report(path, labelRules[definition.rule].expected, show(value));
    return checked === undefined ? undefined : String(checked);
  }

  #match(name: string, source: unknown): void {
    const path = `policy.patterns.${name}`;
    const attribute = this.#attribute(name, path);
    try {
      if (typeof source !== 'string') throw new SyntaxError();
      const pattern = new RegExp(`^(?:${source})$`, 'u');
      if (attribute !== undefined) this.#add(attribute, { expected: `a match of ${source}`, accepts: (value) => pattern.test(value) });
    } catch {
      this.#report(path, 'a regular expression as text', show(source));
    }
  }

  #add(attribute: string, rule: PolicyRule): void {
    const other = this.#rules.get(attribute);
    const both = other && {
      expected: `${other.expected} and ${rule.expected}`,
      accepts: (value: string) => other.accepts(value) && rule.accepts(value),
    };
    this.#rules.set(attribute, both ?? rule);
  }

  #attribute(name: string, path: string): string | undefined {
    const definition: LabelDefinition | undefined = labelDefinitions.find(({ option, attribute }) => option === name || attribute === name);
    if (definition || name.includes('.')) return definition?.attribute ?? name;
    this.#report(path, 'the name of a label or attribute', show(name));
    return undefined;
  }

  #entries(root: Record<string, unknown>, part: string): [string, unknown][] {
    return Object.entries(this.#record(root[part] ?? {}, `policy.${part}`));
  }

  #record(value: unknown, path: string): Record<string, unknown> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    this.#report(path, 'an object', show(value));
    return {};
  }

  #texts(value: unknown, path: string): string[] {
    if (!Array.isArray(value)) this.#report(path, 'an array of texts', show(value));
    const items: unknown[] = Array.isArray(value) ? value : [];
    for (const item of items) if (typeof item !== 'string') this.#report(path, 'an array of texts', `${show(item)} in it`);
    return items.filter((item) => typeof item === 'string');
  }

  #report(key: string, expected: string, got: string): void {
    this.#findings.push({
      key,
      rule: 'policy',
      severity: 'error',
      expected,
      got,
      source: this.#source,
      action: 'this part of the policy is left out',
      remedy: `correct ${key} in ${this.#source}`,
    });
  }
}
