import {
  type Context,
  context as contextApi,
  createContextKey,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  SamplingDecision,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer as TracerApi,
  trace,
} from '@opentelemetry/api';
import { type AttributeParts, rememberIds } from '@telewright/otlp';
import { copyAnyValue } from './attribute-value.js';
import { type AttributeHolder, cloneAttributes, copyAttributes, copyParts, emptyHolder, hasAttributes, UNLIMITED } from './attributes.js';
import { cleanLinks } from './events-and-links.js';
import { FullSpan } from './full-span.js';
import { PooledIdGenerator } from './id-generator.js';
import { LeanSpan } from './lean-span.js';
import { reportFault } from './report-fault.js';
import { addSamplerAttributes, sampleByParent } from './sampling.js';
import type { IdGenerator, Sampler } from './sdk-types.js';
import type { SpanRecording } from './span-recording.js';

/** The key under which `suppressTracing` of `@opentelemetry/core` marks a context; keys of one name are the same in all copies. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** On a tracer: it takes attributes in parts. On the options of a span: these are they. Registered, for instrumentations of ours. */
const PARTS: unique symbol = Symbol.for('telewright.attribute-parts') as never;

interface OptionsInParts extends SpanOptions {
  /** Complete and valid attributes that were made for this span alone, in place of `attributes`. */
  readonly [PARTS]?: AttributeParts;
}

type Work = (span: Span) => unknown;

/** Starts spans. {@link TracerProvider} makes one for each instrumentation scope. */
export class Tracer implements TracerApi {
  static {
    Object.defineProperty(Tracer.prototype, PARTS, { value: true });
  }

  readonly #recording: SpanRecording;
  readonly #sampler: Sampler | undefined;
  readonly #idGenerator: IdGenerator;
  readonly #idPool: PooledIdGenerator | undefined;

  /** @param sampler none samples by the parent alone, without a call */
  constructor(recording: SpanRecording, sampler: Sampler | undefined, idGenerator: IdGenerator) {
    this.#recording = recording;
    this.#sampler = sampler;
    this.#idGenerator = idGenerator;
    this.#idPool = idGenerator instanceof PooledIdGenerator ? idGenerator : undefined;
  }

  /**
   * Starts a span, which records if the sampler decides so. A sampler, id generator or option that throws costs this span: it does not
   * record, and passes its parent's context on.
   */
  startSpan(name: string, options: SpanOptions = {}, context: Context = contextApi.active()): Span {
    const parentContext = options.root ? trace.deleteSpan(context) : context;
    if (parentContext.getValue(SUPPRESS_TRACING) === true) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const parentSpan = trace.getSpan(parentContext);
    const parent = parentSpan?.spanContext();
    try {
      const hasValidParent = parent !== undefined && (hasValidIds(parentSpan) || isSpanContextValid(parent));
      return this.#start(name, options, parentContext, parent, hasValidParent ? parent : undefined);
    } catch (error) {
      reportFault('the start of a span', error);
      return trace.wrapSpanContext(parent ?? INVALID_SPAN_CONTEXT);
    }
  }

  startActiveSpan<F extends Work>(name: string, work: F): ReturnType<F>;
  startActiveSpan<F extends Work>(name: string, options: SpanOptions, work: F): ReturnType<F>;
  startActiveSpan<F extends Work>(name: string, options: SpanOptions, context: Context, work: F): ReturnType<F>;
  startActiveSpan(name: string, first?: SpanOptions | Work, second?: Context | Work, third?: Work): unknown {
    const work = (third ?? second ?? first) as Work | undefined;
    if (work === undefined) return undefined;
    const context = (third && (second as Context | undefined)) ?? contextApi.active();
    const span = this.startSpan(name, work === first ? undefined : (first as SpanOptions | undefined), context);
    return contextApi.with(trace.setSpan(context, span), work, undefined, span);
  }

  #start(
    name: string,
    options: OptionsInParts,
    context: Context,
    parent: SpanContext | undefined,
    validParent: SpanContext | undefined,
  ): Span {
    const recording = this.#recording;
    const { attributes: attributeLimits, linkAttributes } = recording.limits;
    const spanId = this.#idGenerator.generateSpanId();
    const traceId = validParent === undefined ? this.#idGenerator.generateTraceId() : validParent.traceId;
    const idPool = this.#idPool;
    const idsTaken = idPool?.taken;
    const kind = options.kind ?? SpanKind.INTERNAL;
    const links = options.links && cleanLinks(options.links, linkAttributes);
    const sampler = this.#sampler;
    const parts = options[PARTS];
    let holder: AttributeHolder | undefined;
    let sampling = sampleByParent(validParent);
    if (sampler) {
      holder = emptyHolder();
      if (parts) copyParts(holder, parts, UNLIMITED);
      else if (hasAttributes(options.attributes)) copyAttributes(holder, options.attributes, UNLIMITED, copyAnyValue);
      sampling = sampler.shouldSample(context, traceId, name, kind, holder.attributes, links ?? []);
      const isAsGiven = parts !== undefined && sampling.attributes === undefined;
      holder = isAsGiven ? undefined : addSamplerAttributes(holder, sampling.attributes, attributeLimits);
    }
    recording.metrics?.started(parent, sampling.decision);
    const traceFlags = sampling.decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const traceState = sampling.traceState ?? validParent?.traceState;
    const spanContext: SpanContext = traceState ? { traceId, spanId, traceFlags, traceState } : { traceId, spanId, traceFlags };
    if (sampling.decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(spanContext);
    // A sampler or a getter may have started spans meanwhile; their ids are the last ones then.
    if (idPool !== undefined && idPool.taken === idsTaken) rememberIds(spanContext, validParent, idPool.words, idPool.position);
    const Kind = recording.lean ? LeanSpan : FullSpan;
    const span = new Kind(recording, spanContext, validParent, name, kind);
    if (holder) {
      span.attributes = holder.attributes;
      span.attributeCount = holder.attributeCount;
      span.droppedAttributesCount = holder.droppedAttributesCount;
    } else if (parts) span.takeParts(parts);
    else if (hasAttributes(options.attributes)) cloneAttributes(span, options.attributes, attributeLimits);
    span.start(options.startTime, links);
    recording.processors.onStart(span, context);
    return span;
  }
}

/** Tells whether a span is one of ours that knows its ids to be valid, so that nobody has to read them. */
function hasValidIds(span: (Span & { readonly hasValidIds?: boolean }) | undefined): boolean {
  return span?.hasValidIds === true;
}
