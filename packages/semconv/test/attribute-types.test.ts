import { readFileSync } from 'node:fs';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, it } from 'vitest';
import * as job from '../src/job.js';
import * as messaging from '../src/messaging.js';
import { conventionComments } from './convention-comments.js';

const theirs: Record<string, unknown> = { ...conventions };
const comments = conventionComments();
const current = (constant: string): boolean => !(comments.get(constant) ?? '').includes('@deprecated');
const source = (file: string): string => readFileSync(new URL(`../src/${file}.ts`, import.meta.url), 'utf8');

describe('AttributeTypes', () => {
  it('has every attribute of the conventions in its namespaces that is not deprecated, and no other', () => {
    const body = source('attribute-types').split('export interface AttributeTypes')[1] as string;
    const names = [...body.matchAll(/^ {2}(?:'([^']+)'|\[\w+: `([^`]+)`\]): /gm)].map(([, plain, pattern]) =>
      (plain ?? (pattern as string)).replace('$' + '{string}', 'key'),
    );
    const closed = /^ATTR_(CLIENT|DB|ERROR|EXCEPTION|HTTP|MESSAGING|NETWORK|RPC|SERVER|URL|USER_AGENT)_/;
    const expected = Object.entries(theirs).flatMap(([constant, value]) =>
      closed.test(constant) && current(constant) ? [typeof value === 'function' ? value('key') : value] : [],
    );
    const own = Object.entries(job).flatMap(([constant, value]) => (constant.startsWith('ATTR_') ? [value] : []));
    expect(expected.length).toBeGreaterThan(90);
    expect(names.sort()).toEqual([...expected, ...own].sort());
  });

  it.each(['DB', 'MESSAGING', 'RPC'])('knows the %s systems that the conventions name', (namespace) => {
    const named = Object.entries(theirs).filter(([name]) => name.startsWith(`${namespace}_SYSTEM_NAME_VALUE_`) && current(name));
    expect(named.length).toBeGreaterThan(3);
    for (const [, value] of named) expect(source('known-values')).toContain(`'${value}'`);
  });

  it('knows the types of messaging operations', () => {
    const named = Object.entries(theirs).filter(([name]) => name.startsWith('MESSAGING_OPERATION_TYPE_VALUE_'));
    const values = named.filter(([name]) => !/Deprecated/.test(comments.get(name) ?? '')).map(([, value]) => `'${value}'`);
    expect(source('known-values')).toContain(`type MessagingOperationType = ${values.sort((a, b) => order(a) - order(b)).join(' | ')};`);
  });
});

const order = (value: string): number => ["'create'", "'send'", "'receive'", "'process'", "'settle'"].indexOf(value);

describe('the messaging names', () => {
  it.each(Object.entries(messaging))('%s is what the conventions say, and not deprecated', (constant, value) => {
    const standard = typeof value === 'string' ? constant : `METRIC_${constant}`;
    expect(theirs[standard]).toBe(typeof value === 'string' ? value : value.name);
    expect(current(standard)).toBe(true);
  });
});
