import type { Attributes } from '@opentelemetry/api';

/** The attributes by which the semantic conventions tell of an exception. */
export const EXCEPTION_TYPE = 'exception.type';
export const EXCEPTION_MESSAGE = 'exception.message';
const EXCEPTION_STACKTRACE = 'exception.stacktrace';

/**
 * Describes an exception: its code, or else its name, its message and its stack. What is missing or blank is left out, and everything
 * if it throws when it is read.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/exceptions/
 */
export function exceptionAttributes(exception: unknown): Attributes {
  if (typeof exception !== 'object' || exception === null) return {};
  try {
    const { code, name, message, stack } = exception as { code?: unknown; name?: string; message?: string; stack?: string };
    const attributes: Attributes = {};
    if (code) attributes[EXCEPTION_TYPE] = String(code);
    else if (name) attributes[EXCEPTION_TYPE] = name;
    if (message) attributes[EXCEPTION_MESSAGE] = message;
    if (stack) attributes[EXCEPTION_STACKTRACE] = stack;
    return attributes;
  } catch {
    return {};
  }
}
