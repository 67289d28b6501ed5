import type { Attributes, LoggerOptions } from '@opentelemetry/api';
import { copySimpleValue } from './attribute-value.js';
import { type AttributeLimits, copyAttributes, emptyHolder, hasAttributes } from './attributes.js';
import type { InstrumentationScope } from './sdk-types.js';

/** The scope of a logger, which unlike a tracer's may have attributes. */
export interface LoggerScope extends InstrumentationScope {
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
}

/** Makes the scope of a logger, with its attributes copied by the rules and within the limits. */
export function createScope(
  name: string,
  version: string | undefined,
  options: LoggerOptions | undefined,
  limits: AttributeLimits,
): LoggerScope {
  const scope = { name, version, schemaUrl: options?.schemaUrl } as LoggerScope;
  if (!hasAttributes(options?.attributes)) return scope;
  const holder = emptyHolder();
  copyAttributes(holder, options.attributes, limits, copySimpleValue);
  return { ...scope, attributes: holder.attributes, droppedAttributesCount: holder.droppedAttributesCount };
}

/** Gives a text that two scopes have in common only if they are the same, whatever the order of their attributes. */
export function scopeKey({ name, version, schemaUrl, attributes, droppedAttributesCount }: LoggerScope): string {
  const sorted = Object.entries(attributes ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([name, version ?? '', schemaUrl ?? '', sorted, droppedAttributesCount ?? 0], withType);
}

/** Marks strings and numbers, because JSON has no NaN, infinity or -0, and writes others alike. */
function withType(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return `s${value}`;
  return typeof value === 'number' ? `n${Object.is(value, -0) ? '-0' : value}` : value;
}
