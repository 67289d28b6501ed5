/** A signal's provider and the exporters behind it. */
export interface SignalPipeline<Provider> {
  readonly provider: Provider;
  readonly exporters: readonly { forceFlush(): Promise<void> }[];
}

/**
 * Gives an exporter to a processor of the SDK without its flush. The processors wait for that flush under timers of up to 30 s which keep
 * the process alive; `part` waits for it in their place, within the one bound that the process has for its end.
 */
export function withoutFlush<E extends { forceFlush(): Promise<void> }>(exporter: E): E {
  return { ...exporter, forceFlush: () => Promise.resolve() };
}

/** What can be flushed and stopped. */
export interface Part {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Makes the flush of a pipeline wait until what it holds was sent. */
export function part({ provider, exporters }: SignalPipeline<Part>): Part {
  return {
    async forceFlush() {
      await provider.forceFlush();
      await Promise.all(exporters.map((exporter) => exporter.forceFlush()));
    },
    shutdown: () => provider.shutdown(),
  };
}
