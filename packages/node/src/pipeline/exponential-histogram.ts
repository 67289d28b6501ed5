/** The constructor of the SDK's aggregator. */
type Constructor = new (...args: unknown[]) => object;

let Official: Constructor | undefined;

/** Loads the aggregator: at the start, because the file may be replaced while the app runs, and an instrument that fails fails the app. */
export function loadExponentialHistogram(): Constructor {
  Official ??= (require('./exponential-histogram.cjs') as Record<string, Constructor>)['ExponentialHistogramAggregator'] as Constructor;
  return Official;
}

/**
 * Stands in the bundle for the SDK's aggregator of exponential histograms, which comes from a file of the package of its own: only a setting
 * or a view asks for it.
 */
export class ExponentialHistogramAggregator {
  constructor(...args: unknown[]) {
    // biome-ignore lint/correctness/noConstructorReturn: callers get the aggregator itself
    return new (loadExponentialHistogram())(...args);
  }
}
