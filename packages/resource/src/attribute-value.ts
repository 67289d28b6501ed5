/** A value that a resource attribute can have; the OpenTelemetry API accepts each of them. */
export type AttributeValue = string | number | boolean | string[] | number[] | boolean[];

/** Tells whether a value that came from code can be sent as an attribute. */
export function isAttributeValue(value: unknown): value is AttributeValue {
  if (!Array.isArray(value)) return isPrimitive(value);
  return value.every((item) => isPrimitive(item) && typeof item === typeof value[0]);
}

function isPrimitive(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
