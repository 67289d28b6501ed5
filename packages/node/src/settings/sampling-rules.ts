import type { Parser } from './parsers.js';
import { TextPattern } from './text-pattern.js';

/** What a rule compares: the span's name, or an attribute that it starts with. */
export interface SamplingCondition {
  /** `name`, or the key of an attribute. */
  readonly key: string;
  /** Matches the whole value. */
  readonly pattern: TextPattern;
}

/** Says which share of the spans is kept for which all conditions hold. */
export interface SamplingRule {
  /** The rule as it was given. */
  readonly text: string;
  /** 0 drops, 1 keeps, and what is between keeps that share of traces. */
  readonly ratio: number;
  readonly conditions: readonly SamplingCondition[];
}

const expected =
  'a comma-separated list of rules such as "drop path=/internal/*", "keep name=POST *" or "0.1 path=/users/:id&http.request.method=GET"';

/**
 * Parses rules: `drop`, `keep` or a share from 0 to 1, then conditions joined by `&`. `path` stands for `url.path`; in a pattern `*` stands
 * for any characters, in a path `:name` for those up to the next `/`. `,`, `&` and `%` of a pattern are percent-encoded.
 */
export const samplingRules: Parser<readonly SamplingRule[]> = (text) => {
  const rules: SamplingRule[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const rule = parseRule(entry);
    if (rule === undefined) return { expected };
    rules.push(rule);
  }
  return { value: rules };
};

function parseRule(text: string): SamplingRule | undefined {
  const [, decision = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(text) ?? [];
  const ratio = decision === 'drop' ? 0 : decision === 'keep' ? 1 : /^[01]?\.?\d+$/.test(decision) ? Number(decision) : Number.NaN;
  const conditions = rest.split('&').map(parseCondition);
  if (!(ratio >= 0 && ratio <= 1) || !conditions.every((condition) => condition !== undefined)) return undefined;
  return { text, ratio, conditions };
}

function parseCondition(text: string): SamplingCondition | undefined {
  const [, key = '', pattern = ''] = /^\s*([\w.-]+)=(.+?)\s*$/.exec(text) ?? [];
  if (key === '') return undefined;
  try {
    const decoded = decodeURIComponent(pattern);
    return key === 'path'
      ? { key: 'url.path', pattern: new TextPattern(decoded, true) }
      : { key, pattern: new TextPattern(decoded, false) };
  } catch {
    return undefined; // a malformed escape: the caller says what was expected
  }
}
