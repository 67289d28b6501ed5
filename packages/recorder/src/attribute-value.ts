import type { AnyValue } from '@opentelemetry/api';

/** Stands for a value that can't be an attribute's. */
export const INVALID: unique symbol = Symbol('invalid attribute value');

type Copied = AnyValue | typeof INVALID;

/** Copies an attribute value as far as it could be changed later, with strings and byte arrays cut to a length; gives {@link INVALID} for what is none. */
export type CopyValue = (value: unknown, maxLength: number) => Copied;

/**
 * Copies a value of a span's, a link's or a log record's attribute: any of `AnyValue`, nested ones included. A bigint, symbol,
 * function, instance of a class, or cycle is invalid, and so is an object that throws when it is read.
 *
 * @see https://opentelemetry.io/docs/specs/otel/common/#anyvalue
 */
export function copyAnyValue(value: unknown, maxLength: number): Copied {
  switch (typeof value) {
    case 'string':
      return value.length <= maxLength ? value : value.substring(0, maxLength);
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      return copyObject(value, maxLength);
    default:
      return INVALID;
  }
}

/** Copies a value of an event's attribute: a string, number, boolean, or an array of one of them with holes allowed. */
export function copySimpleValue(value: unknown, maxLength: number): Copied {
  if (!Array.isArray(value)) return typeof value === 'object' ? INVALID : copyAnyValue(value, maxLength);
  let type: string | undefined;
  for (const element of value) {
    if (element === null || element === undefined) continue;
    type ??= typeof element;
    if (typeof element !== type || !(type === 'string' || type === 'number' || type === 'boolean')) return INVALID;
  }
  return type === 'string' ? value.map((text) => (text == null ? text : text.substring(0, maxLength))) : value.slice();
}

/** The application's own objects may have getters that throw, be revoked proxies, or be nested deeper than the stack. */
function copyObject(value: object | null, maxLength: number): Copied {
  try {
    return copyNested(value, maxLength, []);
  } catch {
    return INVALID;
  }
}

function copyNested(value: unknown, maxLength: number, ancestors: object[]): Copied {
  if (typeof value !== 'object') return copyAnyValue(value, maxLength);
  if (value === null) return value;
  if (value instanceof Uint8Array) return value.length <= maxLength ? value : value.slice(0, maxLength);
  if (ancestors.includes(value)) return INVALID;
  ancestors.push(value);
  const copy = Array.isArray(value) ? copyArray(value, maxLength, ancestors) : copyMap(value, maxLength, ancestors);
  ancestors.pop();
  return copy;
}

function copyArray(values: readonly unknown[], maxLength: number, ancestors: object[]): Copied {
  const copies: AnyValue[] = [];
  for (const value of values) {
    const copy = value === undefined ? undefined : copyNested(value, maxLength, ancestors);
    if (copy === INVALID) return INVALID;
    copies.push(copy);
  }
  return copies;
}

function copyMap(map: object, maxLength: number, ancestors: object[]): Copied {
  if (map.constructor !== Object && map.constructor !== undefined) return INVALID;
  const copies: Record<string, AnyValue> = {};
  for (const key of Object.keys(map)) {
    const value = (map as Record<string, unknown>)[key];
    if (value === undefined) continue;
    const copy = copyNested(value, maxLength, ancestors);
    if (copy === INVALID) return INVALID;
    copies[key] = copy;
  }
  return copies;
}
