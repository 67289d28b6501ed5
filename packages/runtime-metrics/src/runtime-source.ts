import type { BatchObservableResult, Observable } from '@opentelemetry/api';

/** How one group of runtime metrics is observed. */
export interface RuntimeSource {
  /** The asynchronous instruments that `observe` gives values for. */
  readonly observables: readonly Observable[];
  /**
   * Gives the values of one collection.
   *
   * @param renew whether changes over time are measured from this collection on, or still from an earlier one
   */
  observe(result: BatchObservableResult, renew: boolean): void;
  /** Ends what goes on between collections. */
  stop(): void;
}
