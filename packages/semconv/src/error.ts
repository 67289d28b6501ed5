/** Name of the attribute for the class of error an operation ended with: low cardinality. */
export const ATTR_ERROR_TYPE = 'error.type';
/** Value of `error.type` for an error that can't be classified. */
export const ERROR_TYPE_VALUE_OTHER = '_OTHER';
/** Name of the attribute for an exception's message. */
export const ATTR_EXCEPTION_MESSAGE = 'exception.message';
/** Name of the attribute for an exception's stack trace. */
export const ATTR_EXCEPTION_STACKTRACE = 'exception.stacktrace';
/** Name of the attribute for an exception's type. */
export const ATTR_EXCEPTION_TYPE = 'exception.type';

/**
 * Gives the `error.type` of a thrown value: its `code` where that is a string (`ECONNREFUSED`), else the name of its class, else
 * `_OTHER`. Numbers as codes (such as those of `DOMException`) say less than the name and are passed over.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function errorTypeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ERROR_TYPE_VALUE_OTHER;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  if (typeof name === 'string' && name !== '') return name;
  return ERROR_TYPE_VALUE_OTHER;
}
