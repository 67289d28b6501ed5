import { type AttributeValue, isAttributeValue } from './attribute-value.js';
import { type FindingRule, type Severity, show } from './finding.js';
import type { LabelDefinition } from './label-definitions.js';
import { type LabelRule, type LabelRuleName, labelRules } from './label-rules.js';
import type { PolicyRule } from './policy-rule.js';
import { repositoryAddress, withoutCredentials } from './repository-address.js';

/** What is wrong with a value; an empty action means that it was rejected, which leaves the attribute to the next source. */
export interface Problem {
  readonly rule: FindingRule;
  readonly severity: Severity;
  readonly expected: string;
  readonly got: string;
  readonly action: string;
}

/** A checked value, or none if it was rejected, and what was wrong with it. */
export interface Verdict {
  readonly value?: AttributeValue;
  readonly problems: readonly Problem[];
}

// Without the flags i and u: their first use loads V8's Unicode tables, 0.1 to 0.3 ms each on the way to "listening".
const placeholder = /^(todo|tbd|fixme|change[-_ ]?me|unknown|unknown_service(:.*)?|undefined|null|nil|none|n\/a|xxx+|placeholder|<.*>)$/;
const unexpanded = /\$\{[^}]*\}|\$\([^)]*\)|\{\{.*\}\}|^\$\w+$/;
const person = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** The rules of labels that name a group or a budget. */
const ofGroups: ReadonlySet<LabelRuleName> = new Set(['slug', 'budget', 'title']);
/** Loki and Tempo cut or refuse longer values by default. */
const anyMaxLength = 2048;

/** Checks the value of an attribute that has no label definition. */
export function checkAttribute(raw: unknown, policy: PolicyRule | undefined): Verdict {
  if (!isAttributeValue(raw)) return reject('malformed', 'text, a number, a boolean or an array of one of them', show(raw));
  if (policy && !policy.accepts(String(raw))) return reject('not-allowed', policy.expected, show(raw));
  if (typeof raw !== 'string') return { value: raw, problems: [] };
  if (unexpanded.test(raw)) return reject('placeholder', 'a real value', show(raw));
  const problems: Problem[] = [];
  return { value: cut(cleaned(raw, problems), anyMaxLength, problems), problems };
}

/** Checks the value of a label: a placeholder, a person or a malformed value is no label. */
export function checkLabel(definition: LabelDefinition, raw: unknown, policy: PolicyRule | undefined): Verdict {
  const rule = labelRules[definition.rule];
  if (typeof raw !== 'string') return reject('malformed', rule.expected, show(raw));
  const text = raw.trim();
  if (placeholder.test(text.toLowerCase()) || unexpanded.test(text)) return reject('placeholder', rule.expected, show(text));
  if (person.test(text) && ofGroups.has(definition.rule))
    return reject('person', `the name of a group: ${rule.expected}`, 'an e-mail address');
  const problems: Problem[] = [];
  const value = cut(canonical(definition, rule, cleaned(text, problems), problems), rule.maxLength, problems);
  if (!rule.pattern.test(value)) return decide('malformed', rule, rule.expected, value, problems);
  if (policy && !policy.accepts(value)) return decide('not-allowed', rule, policy.expected, value, problems);
  return { value, problems };
}

function decide(name: 'malformed' | 'not-allowed', rule: LabelRule, expected: string, value: string, problems: Problem[]): Verdict {
  if (rule.malformed === 'reject') return reject(name, expected, show(value));
  const severity = name === 'malformed' && rule.malformed === 'note' ? 'info' : 'warning';
  return { value, problems: [...problems, { rule: name, severity, expected, got: show(value), action: 'sent as it is' }] };
}

function reject(rule: FindingRule, expected: string, got: string): Verdict {
  return { problems: [{ rule, severity: 'warning', expected, got, action: '' }] };
}

function cleaned(text: string, problems: Problem[]): string {
  const clean = withoutCredentials(text);
  if (clean !== text) {
    problems.push({
      rule: 'credentials',
      severity: 'info',
      expected: 'an address without credentials',
      got: 'an address with credentials',
      action: 'sent without them',
    });
  }
  return clean;
}

function canonical(definition: LabelDefinition, rule: LabelRule, text: string, problems: Problem[]): string {
  if (definition.rule === 'repository') return repositoryAddress(text) ?? text;
  const folded = rule.fold === 'lower' ? text.toLowerCase() : rule.fold === 'upper' ? text.toUpperCase() : text;
  const value = (rule.aliases && Object.hasOwn(rule.aliases, folded) && rule.aliases[folded]) || folded;
  // A value that is malformed anyway gets that finding alone.
  if (value !== text && rule.pattern.test(value)) {
    problems.push({ rule: 'alias', severity: 'info', expected: show(value), got: show(text), action: `sent as ${show(value)}` });
  }
  return value;
}

function cut(text: string, maxLength: number, problems: Problem[]): string {
  if (text.length <= maxLength) return text;
  // Not between the halves of a surrogate pair, and not with a separator at the end.
  const value = text
    .slice(0, maxLength)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[-_ ]+$/, '');
  problems.push({
    rule: 'too-long',
    severity: 'warning',
    expected: `at most ${maxLength} characters`,
    got: `${text.length} characters`,
    action: `cut to ${value.length} characters`,
  });
  return value;
}
