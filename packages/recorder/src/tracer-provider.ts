import type { MeterProvider, TracerProvider as TracerProviderApi } from '@opentelemetry/api';
import { PooledIdGenerator } from './id-generator.js';
import type { IdGenerator, Resource, Sampler, SpanLimits, SpanProcessor } from './sdk-types.js';
import { settleWithin } from './settle-within.js';
import { type ResolvedSpanLimits, resolveSpanLimits } from './span-limits.js';
import { createSpanMetrics, type SpanMetrics } from './span-metrics.js';
import { SpanProcessors, type SpanSink } from './span-processors.js';
import { Tracer } from './tracer.js';

/** How spans are recorded: the options of the official SDK's provider. */
export interface TracerProviderOptions {
  /** What the spans say about their origin. */
  readonly resource: Resource;
  /** Called for each span in this order. @default none: spans are made and go nowhere */
  readonly spanProcessors?: readonly SpanProcessor[];
  /**
   * Called for each sampled span that has ended, after the processors. Spans for sinks alone cost less than those for processors.
   * @default none
   */
  readonly sinks?: readonly SpanSink[];
  /** @default sampled as the parent is, and always where there is none (`parentbased_always_on`) */
  readonly sampler?: Sampler | undefined;
  /** @default 128 attributes, events, links, and attributes of each; values of any length */
  readonly spanLimits?: SpanLimits;
  /** @default random ids */
  readonly idGenerator?: IdGenerator;
  /** Gets the metrics `otel.sdk.span.started` and `otel.sdk.span.live`. @default none */
  readonly meterProvider?: MeterProvider;
}

const FLUSH_MILLIS = 30_000;
/** More than these, in entries of the list, are found sooner in an object than one after the other. */
const MOST_OWN = 32;
/** As many may be shared. */
const MOST_SHARED = 16;

/** Makes tracers whose spans go to span processors; takes the place of the provider of `@opentelemetry/sdk-trace`. */
export class TracerProvider implements TracerProviderApi {
  readonly #resource: Resource;
  readonly #sampler: Sampler | undefined;
  readonly #idGenerator: IdGenerator;
  readonly #limits: ResolvedSpanLimits;
  readonly #processors: SpanProcessors;
  readonly #parts: readonly (SpanProcessor | SpanSink)[];
  readonly #metrics: SpanMetrics | undefined;
  readonly #tracers = new Map<string, Tracer>();

  constructor(options: TracerProviderOptions) {
    this.#resource = options.resource;
    this.#sampler = options.sampler;
    this.#idGenerator = options.idGenerator ?? new PooledIdGenerator();
    this.#limits = resolveSpanLimits(options.spanLimits);
    this.#processors = new SpanProcessors(options.spanProcessors ?? [], options.sinks ?? []);
    this.#parts = [...this.#processors.processors, ...this.#processors.sinks];
    this.#metrics = options.meterProvider && createSpanMetrics(options.meterProvider);
  }

  /** Gives the tracer of an instrumentation scope, the same one for the same name, version and schema URL. */
  getTracer(name: string, version?: string, options?: { readonly schemaUrl?: string }): Tracer {
    const schemaUrl = options?.schemaUrl;
    const key = `${name}@${version ?? ''}:${schemaUrl ?? ''}`;
    const known = this.#tracers.get(key);
    if (known) return known;
    const scope = { name, version, schemaUrl } as { name: string; version?: string; schemaUrl?: string };
    const recording = {
      resource: this.#resource,
      scope,
      limits: this.#limits,
      processors: this.#processors,
      metrics: this.#metrics,
      lean: this.#processors.processors.length === 0,
      mostOwn: mostOwn(this.#limits),
      hasValidIds: this.#idGenerator instanceof PooledIdGenerator,
    };
    const tracer = new Tracer(recording, this.#sampler, this.#idGenerator);
    this.#tracers.set(key, tracer);
    return tracer;
  }

  /**
   * Flushes all span processors.
   *
   * @throws an array of the errors of those that failed or took longer than `timeoutMillis`, by default 30 s, as the official provider does
   */
  async forceFlush(options?: { readonly timeoutMillis?: number }): Promise<void> {
    const timeoutMillis = options?.timeoutMillis ?? FLUSH_MILLIS;
    const flushes = this.#parts.map((part) => settleWithin(timeoutMillis, 'a span processor', () => part.forceFlush()));
    const errors = (await Promise.all(flushes)).filter((error) => error !== undefined);
    if (errors.length > 0) throw errors;
  }

  /** Shuts all span processors down; rejects with the first error. */
  async shutdown(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.shutdown()));
  }
}

function mostOwn({ attributes: { attributeCountLimit, attributeValueLengthLimit } }: ResolvedSpanLimits): number {
  return attributeValueLengthLimit === Infinity ? Math.max(0, Math.min(MOST_OWN, 2 * attributeCountLimit - MOST_SHARED)) : 0;
}
