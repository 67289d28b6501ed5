import type { Attributes, Counter, Gauge, Histogram, Meter, MetricOptions, Observable, UpDownCounter } from '@opentelemetry/api';

/** The kinds of instruments of the OpenTelemetry metrics API; all but the histogram exist as asynchronous ones too. */
export type InstrumentKind = 'counter' | 'updowncounter' | 'gauge' | 'histogram';

/** The kinds that exist as asynchronous instruments. */
export type ObservableKind = Exclude<InstrumentKind, 'histogram'>;

declare const attributesOf: unique symbol;

/** Says once what a metric is: its name, unit (UCUM), instrument and description, and in its type the attributes that it has. */
export interface MetricDefinition<Kind extends InstrumentKind = InstrumentKind, A extends Attributes = Attributes> {
  /** Never there: it carries the type of the attributes. */
  readonly [attributesOf]?: A;
  readonly name: string;
  readonly instrument: Kind;
  readonly unit: string;
  readonly description: string;
  /** Explicit bucket boundaries, in `unit`, that the conventions advise for a histogram. */
  readonly boundaries?: readonly number[];
}

/** The API instrument that belongs to a definition's kind. */
export type InstrumentOf<Kind extends InstrumentKind, A extends Attributes = Attributes> = {
  counter: Counter<A>;
  updowncounter: UpDownCounter<A>;
  gauge: Gauge<A>;
  histogram: Histogram<A>;
}[Kind];

/** Gives the options under which the metrics API creates an instrument of this definition. */
export function metricOptions(definition: MetricDefinition): MetricOptions {
  const options: MetricOptions = { unit: definition.unit, description: definition.description };
  if (definition.boundaries) options.advice = { explicitBucketBoundaries: [...definition.boundaries] };
  return options;
}

/** Creates the synchronous instrument that a definition describes; it takes the attributes of the definition and no others. */
export function createInstrument<Kind extends InstrumentKind, A extends Attributes = Attributes>(
  meter: Meter,
  definition: MetricDefinition<Kind, A>,
): InstrumentOf<Kind, A> {
  const options = metricOptions(definition);
  const create: Record<InstrumentKind, () => unknown> = {
    counter: () => meter.createCounter(definition.name, options),
    updowncounter: () => meter.createUpDownCounter(definition.name, options),
    gauge: () => meter.createGauge(definition.name, options),
    histogram: () => meter.createHistogram(definition.name, options),
  };
  return create[definition.instrument]() as InstrumentOf<Kind, A>;
}

/** Creates the asynchronous instrument that a definition describes: its values come from a callback when a reader collects. */
export function createObservableInstrument<A extends Attributes = Attributes>(
  meter: Meter,
  definition: MetricDefinition<ObservableKind, A>,
): Observable<A> {
  const options = metricOptions(definition);
  if (definition.instrument === 'counter') return meter.createObservableCounter(definition.name, options);
  if (definition.instrument === 'updowncounter') return meter.createObservableUpDownCounter(definition.name, options);
  return meter.createObservableGauge(definition.name, options);
}
