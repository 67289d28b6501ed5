/** Writes JSON, also of what holds itself, whose second occurrence is named, and of what has no JSON. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, plainNumber);
  } catch {
    return JSON.stringify(value, withoutCycles());
  }
}

function plainNumber(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function withoutCycles(): (this: unknown, key: string, value: unknown) => unknown {
  const ancestors: unknown[] = [];
  return function replace(key, value) {
    if (typeof value !== 'object' || value === null) return plainNumber(key, value);
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    if (ancestors.includes(value)) return '[Circular]';
    ancestors.push(value);
    return value;
  };
}
