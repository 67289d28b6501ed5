import { type Histogram, type MeterProvider, metrics } from '@opentelemetry/api';
import { createInstrument, type MetricDefinition } from '@telewright/semconv';
import { VERSION } from './version.js';

/**
 * The duration histogram of one scope. Unlike a global tracer, a global meter does not follow a provider that is registered later,
 * so the histogram is made again when the provider is another one.
 */
export class DurationHistogram {
  private provider: MeterProvider | undefined;
  private histogram: Histogram | undefined;

  constructor(
    private readonly scope: string,
    private readonly definition: MetricDefinition<'histogram'>,
    private readonly given: MeterProvider | undefined,
  ) {}

  /** The histogram of the provider that is in use now. */
  get current(): Histogram {
    const provider = this.given ?? metrics.getMeterProvider();
    if (this.histogram === undefined || provider !== this.provider) {
      this.provider = provider;
      this.histogram = createInstrument(provider.getMeter(this.scope, VERSION), this.definition);
    }
    return this.histogram;
  }
}
