import type { LogRecord } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { parseCountRules, parseSamplingRules } from '../../src/index.js';

const record: LogRecord = {
  body: 'payment failed: card declined',
  severityNumber: 17,
  eventName: 'payment.failed',
  attributes: { provider: 'acme', retries: 3, live: true, order: { id: 7, customer: { tier: 'gold' } }, 'url.path': '/pay' },
};

/** What a condition says of the record, and of its severity and scope alone. */
function judge(condition: string): [unknown, unknown] {
  const [rule] = parseSamplingRules(`drop where ${condition}`);
  const facts = { scope: 'payments', severityNumber: 17 };
  return [rule?.condition({ ...facts, record }), rule?.condition(facts)];
}

describe('a condition', () => {
  it.each([
    ['severity = error', true, true],
    ['severity >= WARN', true, true],
    ['severity > 17', false, false],
    ['severity < fatal', true, true],
    ["scope = 'payments'", true, true],
    ['scope != payments', false, false],
    ["body contains 'declined'", true, undefined],
    ['message starts with payment', true, undefined],
    ["body matches '^payment \\w+:'", true, undefined],
    ['event = payment.failed', true, undefined],
    ['provider = acme', true, undefined],
    ['retries >= 3', true, undefined],
    ['retries > 3', false, undefined],
    ["retries = '3'", false, undefined],
    ['live = true', true, undefined],
    ['order.customer.tier = gold', true, undefined],
    ["'url.path' starts with '/p'", true, undefined],
    ['url.path exists', true, undefined],
    ['order.missing exists', false, undefined],
    ['not missing exists', true, undefined],
    ['missing < 5', false, undefined],
    ['severity < error and provider = acme', false, false],
    ['severity = error or provider = other', true, true],
    ['provider = acme and (retries < 2 or severity = error)', true, undefined],
    ['not (provider = acme and severity = error)', false, undefined],
  ])('%s', (condition, ofRecord, ofLevel) => {
    expect(judge(condition)).toEqual([ofRecord, ofLevel]);
  });
});

describe('rules that count', () => {
  it('have a name, a unit and attributes, and are separated by semicolons', () => {
    const rules = parseCountRules(
      `count lines as app.lines; count lines where body contains ';' as app.odd in {line} by provider, order.id;`,
    );
    expect(rules.map(({ name, unit, by }) => [name, unit, by])).toEqual([
      ['app.lines', '{line}', []],
      ['app.odd', '{line}', ['provider', 'order.id']],
    ]);
    expect(parseCountRules(' ')).toEqual([]);
  });

  it.each([
    ['sum lines as a', 'the rule "sum lines as a": expected count, got "sum"'],
    ['count lines where severity as a', '=, !=, <, <=, >, >=, contains, starts with, matches or exists, got "as"'],
    ['count lines where severity > loud as a', 'expected a severity such as debug, info, warn, error or a number from 1 to 24, got "loud"'],
    ['count lines where (a = 1 as b', 'expected ), got "as"'],
    ["count lines where a = 'b", `can't be read from "'b" on`],
    ['count lines where a = 1', 'expected as, got "the end"'],
    ['count lines as 1a', 'expected a metric name: a letter, then letters, digits and _ . / -, got "1a"'],
    ['count lines as a in', 'expected a unit, got "the end"'],
    ['count lines as a, b', 'expected the end of the rule, got ","'],
    ["count lines where a matches '(' as b", 'Invalid regular expression'],
  ])('say what is wrong with %s', (text, message) => {
    expect(() => parseCountRules(text)).toThrow(message);
    expect(() => parseCountRules(text)).toThrow(SyntaxError);
  });
});

describe('rules that sample', () => {
  it('keep a share or drop', () => {
    const rules = parseSamplingRules('keep 100% where severity >= warn; KEEP 2.5% WHERE scope = db; drop where a exists; keep 50%');
    expect(rules.map(({ ratio }) => ratio)).toEqual([1, 0.025, 0, 0.5]);
  });

  it.each([
    ['keep 101%', 'expected a percentage from 0% to 100%, got "101%"'],
    ['keep half', 'expected a percentage from 0% to 100%, got "half"'],
    ['lose 5%', 'expected keep, got "lose"'],
  ])('say what is wrong with %s', (text, message) => {
    expect(() => parseSamplingRules(text)).toThrow(message);
  });
});
