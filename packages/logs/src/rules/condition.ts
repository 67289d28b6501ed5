import type { LogRecord } from '@opentelemetry/api';

/** What a rule is asked about: a record, or before there is one, what is known of it. */
export interface RuleFacts {
  readonly scope: string;
  readonly severityNumber: number | undefined;
  readonly record?: LogRecord;
}

/** Tells whether a rule holds; `undefined` while only the record itself can say. */
export type Condition = (facts: RuleFacts) => boolean | undefined;

/** A field's value; {@link unknown} until there is a record. */
export type Field = (facts: RuleFacts) => unknown;

export const unknown: unique symbol = Symbol('unknown');

export function allOf(conditions: readonly Condition[]): Condition {
  return (facts) => {
    let result: boolean | undefined = true;
    for (const condition of conditions) {
      const holds = condition(facts);
      if (holds === false) return false;
      if (holds === undefined) result = undefined;
    }
    return result;
  };
}

export function anyOf(conditions: readonly Condition[]): Condition {
  const none = allOf(conditions.map(not));
  return not(none);
}

export function not(condition: Condition): Condition {
  return (facts) => {
    const holds = condition(facts);
    return holds === undefined ? undefined : !holds;
  };
}

/** Gives the field of a record that a name means; any other name is an attribute, and then a path of names in nested ones. */
export function fieldOf(name: string): Field {
  if (name === 'severity') return ({ severityNumber }) => severityNumber;
  if (name === 'scope') return ({ scope }) => scope;
  if (name === 'body' || name === 'message') return ({ record }) => (record === undefined ? unknown : record.body);
  if (name === 'event') return ({ record }) => (record === undefined ? unknown : record.eventName);
  const path = name.split('.');
  return ({ record }) => (record === undefined ? unknown : attributeOf(record.attributes, name, path));
}

function attributeOf(attributes: unknown, name: string, path: readonly string[]): unknown {
  if (isMap(attributes) && Object.hasOwn(attributes, name)) return attributes[name];
  let value = attributes;
  for (const key of path) value = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
