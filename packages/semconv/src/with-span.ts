import {
  type Attributes,
  type Context,
  context,
  diag,
  INVALID_SPAN_CONTEXT,
  type Link,
  type Span,
  SpanKind,
  type SpanOptions,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { recordException } from './record-exception.js';
import type { Checked, SemanticAttributes } from './semantic-attributes.js';
import { VERSION } from './version.js';

/** How a span is started. */
export interface SpanSettings {
  /** The tracer that starts the span. @default the global one of the scope `@telewright/semconv` */
  readonly tracer?: Tracer;
  /** @default what the conventions prescribe for the span; `SpanKind.INTERNAL` for `withSpan` */
  readonly kind?: SpanKind;
  /** Spans that this one has to do with, besides its parent. @default none */
  readonly links?: readonly Link[];
  /** Whether the span begins a trace of its own. @default false; true for a job */
  readonly root?: boolean;
  /** The context that has the parent. @default the active one */
  readonly context?: Context;
}

/** How the span of a unit of work is started. */
export interface WithSpanSettings<Given extends SemanticAttributes> extends SpanSettings {
  readonly attributes?: Given & Checked<Given>;
}

/** The last arguments of the functions here: settings where there are any, and the unit of work. */
export type SettingsAndWork<Settings, Result> = readonly [work: Work<Result>] | readonly [settings: Settings, work: Work<Result>];

/** The unit of work that a span is around; the span is the active one while it runs. */
export type Work<Result> = (span: Span) => Result;

/**
 * Runs a unit of work in a span and gives its result. The span ends when the work returns, or when the promise that it returned settles;
 * such a promise is answered by one that settles the same way, after the span has ended. An error is recorded and thrown again as it is.
 * Telemetry that fails leaves the work alone.
 *
 * @param name says what is done, without ids, such as `send invoice`
 */
export function withSpan<Result, const Given extends SemanticAttributes>(
  name: string,
  ...rest: SettingsAndWork<WithSpanSettings<Given>, Result>
): Result {
  const [settings, work] = settingsAndWork(rest);
  return runInSpan(name, SpanKind.INTERNAL, settings.attributes, settings, work);
}

/** Gives the settings, empty where there are none, and the work. */
export function settingsAndWork<Settings extends object, Result>(
  rest: SettingsAndWork<Settings, Result>,
): readonly [Settings | Record<string, never>, Work<Result>] {
  return rest.length === 1 ? [{}, rest[0]] : rest;
}

/** Runs a unit of work in a span of this kind, which the settings can override. */
export function runInSpan<Result>(
  name: string,
  kind: SpanKind,
  attributes: Attributes | undefined,
  settings: SpanSettings,
  work: Work<Result>,
): Result {
  const parent = settings.context ?? context.active();
  const options: SpanOptions = { kind: settings.kind ?? kind, root: settings.root ?? false };
  if (attributes) options.attributes = attributes;
  if (settings.links) options.links = [...settings.links];
  const span = startSpan(settings.tracer, name, options, parent);
  return context.with(trace.setSpan(parent, span), run<Result>, undefined, span, work);
}

function startSpan(tracer: Tracer | undefined, name: string, options: SpanOptions, parent: Context): Span {
  try {
    return (tracer ?? trace.getTracer('@telewright/semconv', VERSION)).startSpan(name, options, parent);
  } catch (error) {
    diag.error(`@telewright/semconv: the span ${JSON.stringify(name)} could not be started`, error);
    return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }
}

function run<Result>(span: Span, work: Work<Result>): Result {
  let result: Result;
  try {
    result = work(span);
  } catch (error) {
    recordException(span, error);
    end(span);
    throw error;
  }
  if (!isThenable(result)) {
    end(span);
    return result;
  }
  // Once, because a query of some libraries is sent by each call of then().
  return result.then(
    (value) => {
      end(span);
      return value;
    },
    (error) => {
      recordException(span, error);
      end(span);
      throw error;
    },
  ) as Result;
}

function end(span: Span): void {
  try {
    span.end();
  } catch (error) {
    diag.error('@telewright/semconv: a span could not be ended', error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
