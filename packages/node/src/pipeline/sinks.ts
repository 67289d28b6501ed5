import { writeLine } from './console-exporter.js';

/** Takes what was recorded, of any signal. */
export interface Sink<Item> {
  add(item: Item): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Puts what was recorded into a queue. The queue outlives its provider: its end is told apart from the provider's. */
export function queueSink<Item>(queue: { add(item: Item): void; flush(): Promise<boolean> }): Sink<Item> {
  return { add: (item) => queue.add(item), forceFlush: async () => void (await queue.flush()), shutdown: () => Promise.resolve() };
}

/** Writes what was recorded as one JSON line each. */
export function consoleSink<Item>(describe: (item: Item) => unknown): Sink<Item> {
  return { add: (item) => writeLine(describe(item)), forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };
}
