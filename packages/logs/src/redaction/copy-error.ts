/** On a copy: the error that was thrown. Registered, as copies of this package meet. */
export const thrown: unique symbol = Symbol.for('telewright.thrown') as never;

const hidden = ['message', 'stack', 'cause', 'errors'] as const;

/**
 * Copies an error together with what a plain copy leaves out, its message, stack and causes.
 *
 * @param values what takes the place of any of these
 * @param shown what takes the place of the others
 */
export function copyError<T extends Error>(error: T, values: Readonly<Record<string, unknown>> = {}, shown: object = error): T {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error) as object) as T, shown);
  for (const key of hidden) {
    if (!Object.hasOwn(error, key)) continue;
    const enumerable = Object.prototype.propertyIsEnumerable.call(error, key);
    const value = key in values ? values[key] : (error as Readonly<Record<string, unknown>>)[key];
    Object.defineProperty(copy, key, { value, enumerable, writable: true, configurable: true });
  }
  return Object.defineProperty(copy, thrown, { value: thrownBy(error), configurable: true });
}

/** Gives the error that was thrown of what may be a copy of it. */
export function thrownBy(error: Error): Error {
  return (error as { readonly [thrown]?: Error })[thrown] ?? error;
}

/** Gives what of an error a plain copy leaves out. */
export function hiddenFields(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const key of hidden) if (Object.hasOwn(error, key)) fields[key] = (error as unknown as Readonly<Record<string, unknown>>)[key];
  return fields;
}
