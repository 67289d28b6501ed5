import { SpanKind } from '@opentelemetry/api';
import type { AttributeTypes } from './attribute-types.js';
import type { Checked, SemanticAttributes } from './semantic-attributes.js';
import { endpointName } from './span-endpoint.js';
import { runInSpan, type SettingsAndWork, type SpanSettings, settingsAndWork } from './with-span.js';

/** The attributes of a database call: what the conventions require, and whatever else applies. */
export type DatabaseAttributes = SemanticAttributes & Pick<AttributeTypes, 'db.system.name'>;

/**
 * Runs a database call in a CLIENT span that is named by the conventions: the summary of the query, else the operation and what it acts on,
 * else the database system.
 *
 * A query with values in its text is no attribute; one with placeholders is.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/db/database-spans/
 */
export function withDatabaseSpan<Result, const Given extends DatabaseAttributes>(
  attributes: Given & Checked<Given>,
  ...rest: SettingsAndWork<SpanSettings, Result>
): Result {
  const [settings, work] = settingsAndWork(rest);
  return runInSpan(databaseSpanName(attributes), SpanKind.CLIENT, attributes, settings, work);
}

function databaseSpanName(attributes: DatabaseAttributes): string {
  const summary = attributes['db.query.summary'];
  if (summary) return summary;
  const operation = attributes['db.operation.name'];
  const target =
    attributes['db.collection.name'] || attributes['db.stored_procedure.name'] || attributes['db.namespace'] || endpointName(attributes);
  if (operation && target) return `${operation} ${target}`;
  return operation || target || attributes['db.system.name'];
}
