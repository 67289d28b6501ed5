import { copyError, hiddenFields } from './copy-error.js';
import { isCount, type Rules } from './rules.js';
import { CENSOR } from './secret-shapes.js';

const DEEPEST = 100;
const LONGEST_BYTES = 65_536;

/** Redacts a value and all that is in it, in a copy that is made only where something changes. */
export function redactValue(value: unknown, rules: Rules, depth: number): unknown {
  if (typeof value === 'string') return rules.mayHoldSecret(value) ? rules.text(value) : value;
  if (typeof value === 'number' || typeof value === 'bigint') return redactNumber(value, rules);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return redactBytes(value, rules);
  // A cycle, or what nobody reads.
  if (depth === DEEPEST) return CENSOR;
  if (Array.isArray(value)) return redactArray(value, rules, depth);
  if (value instanceof Error) return redactError(value, rules, depth);
  if (value instanceof Map) return redactEntries(value, rules, depth);
  if (value instanceof Set) return redactSet(value, rules, depth);
  return redactMap(value as Readonly<Record<string, unknown>>, rules, depth);
}

/** Bytes that are a text with a secret go as a whole. */
function redactBytes(value: ArrayBufferView, rules: Rules): unknown {
  if (value.byteLength > LONGEST_BYTES) return value;
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  return rules.mayHoldSecret(text) && rules.text(text) !== text ? CENSOR : value;
}

/** An error keeps its kind; what is hidden of it is written by most who write errors. */
function redactError(error: Error, rules: Rules, depth: number): Error {
  const shown = redactMap(error as unknown as Readonly<Record<string, unknown>>, rules, depth);
  const fields = hiddenFields(error);
  const redacted = redactMap(fields, rules, depth);
  if (redacted === fields && (shown as unknown) === error) return error;
  return copyError(error, { ...redacted }, shown);
}

function redactEntries(map: ReadonlyMap<unknown, unknown>, rules: Rules, depth: number): ReadonlyMap<unknown, unknown> {
  let changed = false;
  const copy = new Map<unknown, unknown>();
  for (const [key, value] of map) {
    const redacted = typeof key === 'string' && rules.isKey(key) ? redactSecret(key, value, rules) : redactValue(value, rules, depth + 1);
    if (redacted !== value) changed = true;
    copy.set(key, redacted);
  }
  return changed ? copy : map;
}

function redactSet(set: ReadonlySet<unknown>, rules: Rules, depth: number): ReadonlySet<unknown> {
  const values = [...set];
  const redacted = redactArray(values, rules, depth);
  return redacted === values ? set : new Set(redacted);
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
