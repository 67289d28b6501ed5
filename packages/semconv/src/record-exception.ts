import { diag, type Exception, type Span, SpanStatusCode } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE, errorTypeOf } from './error.js';

/** The trace in which an error was recorded last: it is told once on its way up, by the innermost span that it ended. */
const recordedIn = new WeakMap<object, string>();

/**
 * Records that an operation failed: `error.type`, the status with the error's message, and the exception itself as an event, which the
 * conventions ask for once, so that an error that was recorded before in the same trace gets no second event. Takes whatever can be thrown
 * and never throws.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/general/recording-errors/
 */
export function recordException(span: Span, error: unknown): void {
  try {
    if (!span.isRecording()) return;
    span.setAttribute(ATTR_ERROR_TYPE, errorTypeOf(error));
    span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
    if (isFirst(error, span.spanContext().traceId)) span.recordException(describes(error) ? error : messageOf(error));
  } catch (cause) {
    diag.error('@telewright/semconv: an exception could not be recorded', cause);
  }
}

function isFirst(error: unknown, traceId: string): boolean {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return true;
  if (recordedIn.get(error) === traceId) return false;
  recordedIn.set(error, traceId);
  return true;
}

/** Tells what the API can make an event of. */
function describes(error: unknown): error is Exception & object {
  return typeof error === 'object' && error !== null && ('message' in error || 'name' in error || 'code' in error);
}

function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
  return typeof message === 'string' ? message : String(message ?? error);
}
