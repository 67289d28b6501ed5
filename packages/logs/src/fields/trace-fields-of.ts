import { LineTreatment } from '../process-logging.js';

const treatment = new LineTreatment({});
const none: Readonly<Record<string, never>> = Object.freeze({});

/**
 * Gives the ids of the active span for a line of any logger, `{ trace_id, span_id, trace_flags }` by default, under the names that
 * `TELEWRIGHT_LOG_FIELDS` or `logs.fields` chooses; outside of a span an empty object.
 */
export function traceFields(): Readonly<Record<string, string | number | boolean>> {
  const fields = treatment.fields();
  if (fields === undefined) return none;
  const { keys, values } = fields;
  const result: Record<string, string | number | boolean> = {};
  for (let index = 0; index < keys.length; index++) result[keys[index] as string] = values[index] as string | number | boolean;
  return result;
}
