import { type Context, context, diag, propagation, ROOT_CONTEXT, type SpanContext, type TextMapGetter, trace } from '@opentelemetry/api';

/** What carries the context of a trace from one process to another: the headers of a message, or the metadata of a call. */
export type Carrier = object;

/** Reads headers as clients give them: a text, bytes (as kafkajs has them), or a list of which the first counts. */
const headers: TextMapGetter<Carrier> = {
  keys: (carrier) => Object.keys(carrier),
  get(carrier, key) {
    const value: unknown = (carrier as Record<string, unknown>)[key];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return first instanceof Uint8Array ? new TextDecoder().decode(first) : (first as string | undefined);
  },
};

/** Gives the context with what the carrier brought. */
export function extract(parent: Context, carrier: Carrier): Context {
  try {
    return propagation.extract(parent, carrier, headers);
  } catch (error) {
    diag.error('@telewright/semconv: a context could not be read', error);
    return parent;
  }
}

/** Gives the span that a carrier brought. */
export function carriedSpan(carrier: Carrier): SpanContext | undefined {
  return trace.getSpanContext(extract(ROOT_CONTEXT, carrier));
}

/** Writes the active context into a carrier. */
export function inject(carrier: Carrier): void {
  try {
    propagation.inject(context.active(), carrier);
  } catch (error) {
    diag.error('@telewright/semconv: the context could not be written', error);
  }
}
