/** A signal's provider and what is behind it. */
export interface SignalPipeline<Provider> {
  readonly provider: Provider;
  /** What was taken over from the provider's processors and is not sent yet. */
  readonly pending: readonly Flush[];
}

/** Something whose flush can be waited for. */
export interface Flush {
  forceFlush(): Promise<void>;
}

/** The interface that the OpenTelemetry SDK 3.x asks of an exporter. */
export interface Exporter<Batch> extends Flush {
  export(batch: Batch, done: (result: { code: 0 | 1; error?: Error }) => void): void;
  shutdown(): Promise<void>;
}

/** What is needed of an exporter, whatever it exports. */
interface TakenExporter<Batch> {
  export(batch: Batch, done: (result: { code: 0 | 1; error?: Error }) => void): void;
  shutdown(options?: { readonly timeoutMillis?: number }): Promise<void>;
}

/**
 * Makes an exporter take batches over: a processor of the SDK is told at once that its batch is done, and the batch is sent in the
 * background. Otherwise the processors wait for the network under timers of up to 30 s that keep the process alive.
 *
 * @returns the exporter for the processor, and `pending`, whose flush waits until everything taken over was sent or given up
 */
export function takeOver<Batch>(
  exporter: TakenExporter<Batch>,
  timeoutMillis: number,
): { readonly taking: Exporter<Batch>; readonly pending: Flush } {
  const underWay = new Set<Promise<void>>();
  const taking: Exporter<Batch> = {
    export(batch, done) {
      const sent = new Promise<void>((resolve) => exporter.export(batch, () => resolve()));
      underWay.add(sent);
      void sent.then(() => underWay.delete(sent));
      done({ code: 0 });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => exporter.shutdown({ timeoutMillis }),
  };
  return { taking, pending: { forceFlush: async () => void (await Promise.all(underWay)) } };
}

/** What can be flushed and stopped. */
export interface Part extends Flush {
  shutdown(): Promise<void>;
}

/** Makes the flush of a pipeline wait until what it holds was sent. */
export function part({ provider, pending }: SignalPipeline<Part>): Part {
  return {
    async forceFlush() {
      await provider.forceFlush();
      await Promise.all(pending.map((queue) => queue.forceFlush()));
    },
    shutdown: () => provider.shutdown(),
  };
}
