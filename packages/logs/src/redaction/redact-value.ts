import { isCount, type Rules } from './rules.js';
import { CENSOR } from './secret-shapes.js';

const DEEPEST = 100;

/** Redacts a value and all that is in it, in a copy that is made only where something changes. */
export function redactValue(value: unknown, rules: Rules, depth: number): unknown {
  if (typeof value === 'string') return rules.mayHoldSecret(value) ? rules.text(value) : value;
  if (typeof value === 'number' || typeof value === 'bigint') return redactNumber(value, rules);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  // A cycle, or what nobody reads.
  if (depth === DEEPEST) return CENSOR;
  return Array.isArray(value) ? redactArray(value, rules, depth) : redactMap(value as Readonly<Record<string, unknown>>, rules, depth);
}

function redactArray(values: readonly unknown[], rules: Rules, depth: number): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < values.length; index++) {
    const redacted = redactValue(values[index], rules, depth + 1);
    if (redacted === values[index]) continue;
    copy ??= [...values];
    copy[index] = redacted;
  }
  return copy ?? values;
}

function redactMap(map: Readonly<Record<string, unknown>>, rules: Rules, depth: number): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined;
  for (const key in map) {
    if (!Object.hasOwn(map, key)) continue;
    const value = map[key];
    const redacted = rules.isKey(key) ? redactSecret(key, value, rules) : redactValue(value, rules, depth + 1);
    if (redacted === value) continue;
    copy ??= { ...map };
    copy[key] = redacted;
  }
  return copy ?? map;
}

function redactSecret(key: string, value: unknown, rules: Rules): unknown {
  if (typeof value === 'string') return rules.isHarmless(value) ? value : CENSOR;
  if (typeof value === 'number' || typeof value === 'bigint') return isCount(key) ? redactNumber(value, rules) : CENSOR;
  return typeof value === 'object' && value !== null ? CENSOR : value;
}

/** Fewer than 13 digits make no card number. */
function redactNumber(value: number | bigint, rules: Rules): unknown {
  if (value < 1e12) return value;
  const text = String(value);
  return rules.text(text) === text ? value : CENSOR;
}
