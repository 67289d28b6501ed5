import { emitEvent } from './emit-event.js';
import type { EncodedRequest } from './encoded-request.js';
import type { DropReason } from './export-event.js';
import { holdProcess } from './hold-process.js';
import { ItemBuffer, type ItemCodec } from './item-buffer.js';
import { splitRequest } from './split-request.js';
import { createTransport } from './transport.js';
import type { SendResult, Transport, TransportOptions } from './transport-options.js';

/** How an exporter is set up: a transport's options without the signal, which the exporter knows. */
export type ExporterOptions = Omit<TransportOptions, 'signal'>;

/** What became of an export; the SDK's `ExportResult`: 0 success, 1 failure. */
export interface ExportResultData {
  code: 0 | 1;
  error?: Error;
}

/** What exporters of all signals have in common. */
export interface Exporter<Batch> {
  /** Encodes and sends a batch, and calls back once. Never throws; at most 30 exports are under way at once, a further one fails. */
  export(batch: Batch, resultCallback: (result: ExportResultData) => void): void;
  /** Keeps the process alive until what is under way now has ended; never rejects. */
  forceFlush(): Promise<void>;
  /** Ends what is under way, at the latest after `timeoutMillis` (by default 2000), and closes all sockets; never rejects. Later exports fail. */
  shutdown(options?: { readonly timeoutMillis?: number }): Promise<void>;
}

const MAX_CONCURRENT_EXPORTS = 30;

const DROP_MESSAGES: Record<'concurrency' | 'shutdown', string> = {
  concurrency: `more than ${MAX_CONCURRENT_EXPORTS} OTLP exports are under way`,
  shutdown: 'the OTLP exporter is shut down',
};

/** Exports items of one kind: encodes them, sends the request, and splits it where the server finds it too large. */
export class ItemExporter<Item> implements Exporter<readonly Item[]> {
  readonly #options: TransportOptions;
  readonly #codec: ItemCodec<Item>;
  readonly #buffer: ItemBuffer<Item>;
  readonly #transport: Transport;
  readonly #underWay = new Set<Promise<void>>();
  #shutdown: Promise<void> | undefined;

  constructor(options: TransportOptions, codec: ItemCodec<Item>) {
    this.#options = options;
    this.#codec = codec;
    this.#buffer = new ItemBuffer(codec);
    this.#transport = createTransport(options);
  }

  export(items: readonly Item[], resultCallback: (result: ExportResultData) => void): void {
    const refusal = this.#shutdown ? 'shutdown' : this.#underWay.size >= MAX_CONCURRENT_EXPORTS ? 'concurrency' : undefined;
    if (refusal) {
      this.#drop(this.#countItems(items), refusal);
      report(resultCallback, new Error(DROP_MESSAGES[refusal]));
      return;
    }
    const exporting = this.#export(items).then((error) => report(resultCallback, error));
    this.#underWay.add(exporting);
    exporting.finally(() => this.#underWay.delete(exporting));
  }

  async forceFlush(): Promise<void> {
    if (this.#underWay.size > 0) await holdProcess(Promise.all(this.#underWay));
  }

  shutdown(options?: { readonly timeoutMillis?: number }): Promise<void> {
    this.#shutdown ??= this.#transport.shutdown(options).then(() => this.forceFlush());
    return this.#shutdown;
  }

  /** Gives the error that is to be reported, or none; never rejects. */
  async #export(items: readonly Item[]): Promise<Error | undefined> {
    try {
      for (const item of items) this.#buffer.add(item);
      const dropped = this.#buffer.takeDropped();
      const request = this.#buffer.seal();
      if (dropped > 0) this.#drop(dropped, 'encoding');
      return request && (await this.#send(request));
    } catch (error) {
      this.#drop(items.length, 'encoding');
      return new Error('the batch could not be encoded', { cause: error });
    }
  }

  async #send(request: EncodedRequest): Promise<Error | undefined> {
    const result = await this.#transport.send(request.body, request.items);
    if (result.outcome !== 'too_large') return errorOf(result);
    const { signal, onEvent } = this.#options;
    const halves = splitRequest(request.body, signal);
    if (halves) {
      const first = await this.#send(halves[0]);
      return (await this.#send(halves[1])) ?? first;
    }
    const { outcome: _, ...failure } = result;
    emitEvent(onEvent, { type: 'failed', signal, items: request.items, ...failure });
    return errorOf(result);
  }

  #countItems(items: readonly Item[]): number {
    return items.reduce((count, item) => count + this.#codec.count(item), 0);
  }

  #drop(items: number, reason: DropReason): void {
    emitEvent(this.#options.onEvent, { type: 'dropped', signal: this.#options.signal, items, reason });
  }
}

function errorOf(result: SendResult): Error | undefined {
  return result.outcome === 'delivered' ? undefined : Object.assign(new Error(result.message), result.code && { code: result.code });
}

/** What the caller's callback throws is the caller's: it must not become an unhandled rejection of an export. */
function report(resultCallback: (result: ExportResultData) => void, error: Error | undefined): void {
  try {
    resultCallback(error ? { code: 1, error } : { code: 0 });
  } catch {
    return;
  }
}
