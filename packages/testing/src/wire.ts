/** The signals of OTLP/HTTP; each has the path `/v1/<signal>`. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** A decoded request before it is made flat: any part can be missing. */
export type Wire = Readonly<Record<string, unknown>>;

/** A decoded request of one signal. */
export interface OtlpPayload extends Wire {
  readonly resourceSpans?: readonly Wire[];
  readonly resourceMetrics?: readonly Wire[];
  readonly resourceLogs?: readonly Wire[];
}

/** Gives the list at a key. Throws where something else is there: the request is malformed. */
export function listAt(wire: Wire, key: string): readonly Wire[] {
  const value = wire[key] ?? [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'object' || entry === null))
    throw new Error(`${key}: expected a list of objects`);
  return value;
}

/** Gives the object at a key, or an empty one. */
export function objectAt(wire: Wire, key: string): Wire {
  const value = wire[key] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`${key}: expected an object`);
  return value as Wire;
}

/** Gives the text at a key, or undefined where it is missing or empty, which is the same in protobuf. */
export function textAt(wire: Wire, key: string): string | undefined {
  return String(wire[key] ?? '') || undefined;
}

/** Gives the number at a key; a missing one is 0, as in protobuf. */
export function numberAt(wire: Wire, key: string): number {
  return toNumber(wire[key] ?? 0, key);
}

/** Gives the number at a key, or undefined where it is missing. */
export function optionalNumberAt(wire: Wire, key: string): number | undefined {
  return wire[key] === undefined || wire[key] === null ? undefined : toNumber(wire[key], key);
}

/** Gives the 64-bit number at a key; a missing one is 0. */
export function bigintAt(wire: Wire, key: string): bigint {
  return BigInt((wire[key] as string | number | undefined) ?? 0);
}

/** Gives the id at a key in lowercase hex, or undefined where it is missing or empty. */
export function idAt(wire: Wire, key: string): string | undefined {
  const value = wire[key];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex') || undefined;
  const text = String(value ?? '').toLowerCase();
  if (!/^[0-9a-f]*$/.test(text)) throw new Error(`${key}: expected hex digits`);
  return text || undefined;
}

/** Gives the enum value at a key, which is a number or, in JSON, possibly its name. */
export function enumAt<T extends string>(wire: Wire, key: string, prefix: string, names: readonly T[]): T {
  const value = wire[key] ?? 0;
  const found = typeof value === 'string' ? names.find((name) => `${prefix}${name}` === value) : names[Number(value)];
  return found ?? (names[0] as T);
}

function toNumber(value: unknown, key: string): number {
  const special: Readonly<Record<string, number>> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
  };
  const number = typeof value === 'string' && value in special ? (special[value] as number) : Number(value);
  if (Number.isNaN(number) && value !== 'NaN' && !Number.isNaN(value)) throw new Error(`${key}: expected a number`);
  return number;
}
