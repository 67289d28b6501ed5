import { severityOfName } from '../severity.js';
import { allOf, anyOf, type Condition, type Field, fieldOf, not, unknown } from './condition.js';
import type { Tokens } from './tokens.js';

type Test = (value: unknown) => boolean;

/** Reads `a = 'b' and (c > 1 or not d exists)`. */
export function parseCondition(tokens: Tokens): Condition {
  const conditions = [parseAnd(tokens)];
  while (tokens.takeWord('or')) conditions.push(parseAnd(tokens));
  return conditions.length === 1 ? (conditions[0] as Condition) : anyOf(conditions);
}

function parseAnd(tokens: Tokens): Condition {
  const conditions = [parseTerm(tokens)];
  while (tokens.takeWord('and')) conditions.push(parseTerm(tokens));
  return conditions.length === 1 ? (conditions[0] as Condition) : allOf(conditions);
}

function parseTerm(tokens: Tokens): Condition {
  if (tokens.takeWord('not')) return not(parseTerm(tokens));
  if (tokens.takeSign('(')) {
    const condition = parseCondition(tokens);
    tokens.expectSign(')');
    return condition;
  }
  const name = tokens.expectName('a field');
  return comparing(fieldOf(name), parseTest(name, tokens));
}

function comparing(field: Field, test: Test): Condition {
  return (facts) => {
    const value = field(facts);
    return value === unknown ? undefined : test(value);
  };
}

function parseTest(name: string, tokens: Tokens): Test {
  if (tokens.takeWord('exists')) return (value) => value !== undefined;
  if (tokens.takeWord('contains')) {
    const part = tokens.expectText();
    return (value) => typeof value === 'string' && value.includes(part);
  }
  if (tokens.takeWord('starts')) {
    tokens.expectWord('with');
    const start = tokens.expectText();
    return (value) => typeof value === 'string' && value.startsWith(start);
  }
  if (tokens.takeWord('matches')) {
    const pattern = new RegExp(tokens.expectText());
    return (value) => typeof value === 'string' && pattern.test(value);
  }
  const sign = tokens.takeAnySign('<=', '>=', '!=', '=', '<', '>');
  if (sign === undefined) throw tokens.error('=, !=, <, <=, >, >=, contains, starts with, matches or exists');
  const expected = name === 'severity' ? severityValue(tokens) : tokens.expectValue();
  if (sign === '=') return (value) => value === expected;
  if (sign === '!=') return (value) => value !== expected;
  return order(sign, expected);
}

function order(sign: string, expected: string | number | boolean): Test {
  return (value) => {
    if (typeof value !== typeof expected || value === undefined) return false;
    const given = value as number;
    if (sign === '<') return given < (expected as number);
    if (sign === '<=') return given <= (expected as number);
    return sign === '>' ? given > (expected as number) : given >= (expected as number);
  };
}

function severityValue(tokens: Tokens): number {
  const value = tokens.expectValue();
  const severity = typeof value === 'number' ? value : severityOfName(String(value));
  if (severity === undefined) throw tokens.error('a severity such as debug, info, warn, error or a number from 1 to 24', String(value));
  return severity;
}
