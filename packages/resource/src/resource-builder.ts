import type { AttributeValue } from './attribute-value.js';
import { checkAttribute, checkLabel, type Problem } from './check-value.js';
import type { Finding } from './finding.js';
import { type LabelDefinition, labelDefinitions } from './label-definitions.js';
import { podLabelOf } from './pod-label.js';
import type { CheckedPolicy } from './policy-rule.js';

/** Collects attributes from sources that are asked in the order of their precedence: the first acceptable value stays. */
export class ResourceBuilder {
  readonly findings: Finding[];
  /** The pod labels that are read in place of those in the table. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly #policy: CheckedPolicy;
  readonly #values = new Map<string, AttributeValue>();
  readonly #sources = new Map<string, string>();
  readonly #rejected: { at: number; attribute: string }[] = [];

  constructor(policy: CheckedPolicy, podLabels: Readonly<Record<string, string>> = {}) {
    this.#policy = policy;
    this.podLabels = podLabels;
    this.findings = [...policy.findings];
  }

  /** Tells whether no source has given this attribute yet, so that a source need not be read in vain. */
  needs(attribute: string): boolean {
    return !this.#values.has(attribute);
  }

  /** Gives the value that an attribute has so far. */
  get(attribute: string): AttributeValue | undefined {
    return this.#values.get(attribute);
  }

  /** Gives the source of an attribute's value. */
  sourceOf(attribute: string): string | undefined {
    return this.#sources.get(attribute);
  }

  /** Takes a value unless an earlier source gave an acceptable one. Blank means unset. */
  offer(attribute: string, raw: unknown, source: string): void {
    if (raw === undefined || attribute === '' || this.#values.has(attribute)) return;
    if (typeof raw === 'string' && raw.trim() === '') return;
    const definition = definitionOf(attribute);
    const rule = this.#policy.rules.get(attribute);
    const verdict = definition ? checkLabel(definition, raw, rule) : checkAttribute(raw, rule);
    for (const problem of verdict.problems) this.#report(attribute, problem, source, verdict.value === undefined);
    if (verdict.value !== undefined) this.set(attribute, verdict.value, source);
  }

  /** Sets a value that needs no check, such as one that was made here. */
  set(attribute: string, value: AttributeValue, source: string): void {
    this.#values.set(attribute, value);
    this.#sources.set(attribute, source);
  }

  /** Gives what was collected, labels first and in the order of their table, so that equal inputs give equal bytes. */
  finish(): { attributes: Record<string, AttributeValue>; sources: Record<string, string>; findings: Finding[] } {
    const order = new Set([...labelDefinitions.map((definition) => definition.attribute), ...this.#values.keys()]);
    const keys = [...order].filter((key) => this.#values.has(key));
    for (const { at, attribute } of this.#rejected) {
      const finding = this.findings[at];
      const source = this.#sources.get(attribute);
      if (finding) this.findings[at] = { ...finding, action: source === undefined ? 'left out' : `the value from ${source} is sent` };
    }
    return {
      attributes: Object.fromEntries(keys.map((key) => [key, this.#values.get(key) as AttributeValue])),
      sources: Object.fromEntries(keys.map((key) => [key, this.#sources.get(key) as string])),
      findings: this.findings,
    };
  }

  #place(attribute: string, source: string): string {
    const definition = definitionOf(attribute);
    if (source === 'code') return `${definition?.option ?? attribute} in code`;
    if (source === definition?.variable || definition?.podVariables?.includes(source)) return source;
    if (source.endsWith('/annotations')) return `the pod annotation resource.opentelemetry.io/${attribute}`;
    const podLabel = podLabelOf(attribute, this.podLabels);
    return source.endsWith('/labels') && podLabel !== undefined ? `the pod label ${podLabel}` : `${attribute} in ${source}`;
  }

  #report(attribute: string, problem: Problem, source: string, rejected: boolean): void {
    // What is sent instead is known only when all sources have been asked.
    if (rejected) this.#rejected.push({ at: this.findings.length, attribute });
    this.findings.push({ key: attribute, ...problem, source, remedy: `set ${this.#place(attribute, source)} to ${problem.expected}` });
  }
}

function definitionOf(attribute: string): LabelDefinition | undefined {
  return labelDefinitions.find((definition) => definition.attribute === attribute);
}
