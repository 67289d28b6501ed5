/** A signal's provider and the exporters behind it. */
export interface SignalPipeline<Provider> {
  readonly provider: Provider;
  /** A processor's flush ends when its exporter has taken the batches over; the exporters' own flush ends when those have been sent. */
  readonly exporters: readonly { forceFlush(): Promise<void> }[];
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
