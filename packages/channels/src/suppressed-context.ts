import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';

/** The key under which the OpenTelemetry SDK marks a context in which nothing is to be traced; the API does not name it. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** A context in which nothing is traced, for what happens below a request that is ignored. */
export const SUPPRESSED_CONTEXT: Context = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);

/** Says whether nothing is to be traced in a context. */
export function isSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true;
}
