import { context, type Link, SpanKind, trace } from '@opentelemetry/api';
import type { AttributeTypes } from './attribute-types.js';
import type { Checked, SemanticAttributes } from './semantic-attributes.js';
import { runInSpan, type SettingsAndWork, type SpanSettings, settingsAndWork } from './with-span.js';

/** The attributes of a job: its name, and whatever else applies. */
export type JobAttributes = SemanticAttributes & Pick<AttributeTypes, 'telewright.job.name'>;

/**
 * Runs a job that the service started by itself in an INTERNAL span under the job's name. It begins a trace of its own, with a link to
 * the span that is active, because a job that a timer starts has inherited the request in which the timer was set, and outlives it.
 * `root: false` makes it a child instead.
 */
export function withJobSpan<Result, const Given extends JobAttributes>(
  attributes: Given & Checked<Given>,
  ...rest: SettingsAndWork<SpanSettings, Result>
): Result {
  const [settings, work] = settingsAndWork(rest);
  const root = settings.root ?? true;
  const active = trace.getSpanContext(settings.context ?? context.active());
  const origin: Link[] = root && active ? [{ context: active }] : [];
  const links = [...origin, ...(settings.links ?? [])];
  return runInSpan(attributes['telewright.job.name'], SpanKind.INTERNAL, attributes, { ...settings, root, links }, work);
}
