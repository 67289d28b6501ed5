/** The constructor of the SDK's aggregator. */
type Constructor = new (...args: unknown[]) => object;

/**
 * Stands in the bundle for the SDK's aggregator of exponential histograms, which comes from a file of the package of its own: only a setting
 * or a view asks for it.
 */
export class ExponentialHistogramAggregator {
  constructor(...args: unknown[]) {
    const { ExponentialHistogramAggregator: Official } = require('./exponential-histogram.cjs') as Record<string, Constructor>;
    // biome-ignore lint/correctness/noConstructorReturn: callers get the aggregator itself
    return new (Official as Constructor)(...args);
  }
}
