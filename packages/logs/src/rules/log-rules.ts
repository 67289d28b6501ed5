import type { Condition } from './condition.js';
import { parseCondition } from './parse-condition.js';
import { Tokens } from './tokens.js';

/** `count lines where severity >= error as app.errors in {error} by code` */
export interface CountRule {
  readonly condition: Condition;
  readonly name: string;
  /** The unit of the counter, by UCUM. */
  readonly unit: string;
  /** Attributes of the record that the counter is told apart by. */
  readonly by: readonly string[];
}

/** `keep 10% where severity < warn`, or `drop where scope = 'healthcheck'`, which keeps nothing. */
export interface SamplingRule {
  readonly condition: Condition;
  /** From 0 to 1. */
  readonly ratio: number;
}

const everything: Condition = () => true;

/**
 * Reads rules that count lines, separated by `;`: `count lines where <condition> as <name> [in <unit>] [by <attribute>, ...]`. The unit
 * is `{line}` by default.
 *
 * @throws RuleError
 */
export function parseCountRules(text: string): CountRule[] {
  return split(text).map((rule) => {
    const tokens = new Tokens(rule);
    tokens.expectWord('count');
    tokens.expectWord('lines');
    const condition = tokens.takeWord('where') ? parseCondition(tokens) : everything;
    tokens.expectWord('as');
    const name = tokens.expectName('the name of the counter');
    if (!/^[a-z][\w./-]{0,254}$/i.test(name)) throw tokens.error('a metric name: a letter, then letters, digits and _ . / -', name);
    const unit = tokens.takeWord('in') ? tokens.expectName('a unit') : '{line}';
    const by: string[] = [];
    if (tokens.takeWord('by'))
      do by.push(tokens.expectName('an attribute'));
      while (tokens.takeSign(','));
    tokens.expectEnd();
    return { condition, name, unit, by };
  });
}

/**
 * Reads rules that sample records, separated by `;`: `keep <percent>% [where <condition>]` or `drop where <condition>`. The first that
 * holds decides; a record for which none does is kept.
 *
 * @throws RuleError
 */
export function parseSamplingRules(text: string): SamplingRule[] {
  return split(text).map((rule) => {
    const tokens = new Tokens(rule);
    const drop = tokens.takeWord('drop');
    if (!drop) tokens.expectWord('keep');
    const ratio = drop ? 0 : percent(tokens);
    const condition = tokens.takeWord('where') ? parseCondition(tokens) : everything;
    tokens.expectEnd();
    return { condition, ratio };
  });
}

function percent(tokens: Tokens): number {
  const text = tokens.expectName('a percentage');
  const value = /^\d+(?:\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) : Number.NaN;
  if (!(value <= 100)) throw tokens.error('a percentage from 0% to 100%', text);
  return value / 100;
}

/** Splits at `;` outside of quotes. */
function split(text: string): string[] {
  const rules = text.match(/(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^;'"]|['"])+/g) ?? [];
  return rules.filter((rule) => rule.trim() !== '');
}
