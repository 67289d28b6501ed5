import { type Attributes, type Baggage, type Context, propagation } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

/** Something that is being recorded. */
interface Recording {
  readonly attributes: Attributes | object;
  setAttribute(key: string, value: string): unknown;
}

/** A longer value is cut: whoever sends a request writes its baggage. */
const maxCharacters = 128;

/** Gives a value of the baggage as it may become an attribute. */
export function baggageValue(baggage: Baggage, key: string): string | undefined {
  const value = baggage.getEntry(key)?.value;
  // Not between the halves of a surrogate pair.
  return value !== undefined && value.length > maxCharacters ? value.slice(0, maxCharacters).replace(/[\uD800-\uDBFF]$/, '') : value;
}

/** Creates the span processors that copy these keys of the baggage to attributes; an attribute that the caller gave stays. */
export function baggageToSpans(keys: readonly string[]): SpanProcessor[] {
  return keys.length === 0 ? [] : [{ ...inert, onStart: (span, parent) => copyBaggage(keys, span, parent), onEnd: () => undefined }];
}

/** Creates the log record processors that do the same. */
export function baggageToLogs(keys: readonly string[]): LogRecordProcessor[] {
  return keys.length === 0 ? [] : [{ ...inert, onEmit: (record, active) => copyBaggage(keys, record, active) }];
}

const inert = { forceFlush: (): Promise<void> => Promise.resolve(), shutdown: (): Promise<void> => Promise.resolve() };

function copyBaggage(keys: readonly string[], recording: Recording, context: Context | undefined): void {
  const baggage = context && propagation.getBaggage(context);
  if (baggage === undefined) return;
  for (const key of keys) {
    const value = baggageValue(baggage, key);
    if (value !== undefined && !Object.hasOwn(recording.attributes, key)) recording.setAttribute(key, value);
  }
}
