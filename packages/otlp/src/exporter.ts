import type { LogRecordData, MetricsData, SpanData } from './items.js';
import { partialSuccess } from './partial-success.js';
import { encodeLogs, encodeMetrics, encodeTraces } from './request-encoder.js';
import { failureText } from './retry-rules.js';
import { createTransport, type TransportOptions } from './transport.js';

/** The three signals of OTLP. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** What became of items that were to be exported. */
export type ExportEvent =
  | { readonly type: 'delivered'; readonly signal: Signal; readonly items: number; readonly bodyBytes: number; readonly wireBytes: number }
  | {
      readonly type: 'failed';
      readonly signal: Signal;
      readonly items: number;
      readonly status: number | undefined;
      readonly reason: string;
    }
  | { readonly type: 'retrying'; readonly signal: Signal; readonly items: number; readonly reason: string }
  | { readonly type: 'partial_success'; readonly signal: Signal; readonly rejected: number; readonly message: string };

/** Options of an exporter. */
export interface ExporterOptions extends TransportOptions {
  /** Is told what became of each batch. */
  readonly onEvent?: (event: ExportEvent) => void;
  /** Batches under way at the most, retries included; further ones fail at once. @default 30 */
  readonly concurrencyLimit?: number;
}

/** The interface that the OpenTelemetry SDK 3.x asks of a span or log record exporter. */
export interface Exporter<Batch> {
  /**
   * Takes a batch over: it is encoded at once and sent in the background, so that no processor's timer waits for the network. The result
   * says whether it was taken; what became of it is told to `onEvent`.
   */
  export(batch: Batch, done: (result: { code: 0 | 1; error?: Error }) => void): void;
  /** Waits until every batch taken so far was delivered or failed. */
  forceFlush(): Promise<void>;
  /** The same, and takes no more. */
  shutdown(): Promise<void>;
}

/** Creates an exporter for ended spans. */
export function createTraceExporter(options: ExporterOptions): Exporter<SpanData[]> {
  return createExporter('traces', options, {
    encode: encodeTraces,
    count: (spans) => spans.length,
    split: halves,
  });
}

/** Creates an exporter for log records. */
export function createLogExporter(options: ExporterOptions): Exporter<LogRecordData[]> {
  return createExporter('logs', options, { encode: encodeLogs, count: (records) => records.length, split: halves });
}

/** How the temporality of metrics is chosen, as `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` names it. */
export type TemporalityPreference = 'cumulative' | 'delta' | 'lowmemory';

/** The interface that the OpenTelemetry SDK 3.x asks of a metric exporter. */
export interface MetricExporter extends Exporter<MetricsData> {
  /** Gives 0 for delta and 1 for cumulative, as the SDK's `AggregationTemporality` does. */
  selectAggregationTemporality(instrumentType: string): 0 | 1;
}

/** Creates an exporter for collected metrics. */
export function createMetricExporter(options: ExporterOptions & { readonly temporality?: TemporalityPreference }): MetricExporter {
  const { temporality = 'cumulative' } = options;
  const deltaInstruments = {
    cumulative: /^$/,
    delta: /^(COUNTER|HISTOGRAM|OBSERVABLE_COUNTER)$/,
    lowmemory: /^(COUNTER|HISTOGRAM)$/,
  }[temporality];
  const exporter = createExporter<MetricsData>('metrics', options, {
    encode: encodeMetrics,
    count: ({ scopeMetrics }) => scopeMetrics.reduce((sum, { metrics }) => sum + metrics.length, 0),
    split: ({ resource, scopeMetrics }) =>
      scopeMetrics.length > 1
        ? halves(scopeMetrics).map((part) => ({ resource, scopeMetrics: part }))
        : halves(scopeMetrics[0]?.metrics ?? []).map((metrics) => ({
            resource,
            scopeMetrics: scopeMetrics.map(({ scope }) => ({ scope, metrics })),
          })),
  });
  return { ...exporter, selectAggregationTemporality: (instrumentType) => (deltaInstruments.test(instrumentType) ? 0 : 1) };
}

interface Batching<Batch> {
  encode(batch: Batch): Uint8Array;
  count(batch: Batch): number;
  /** Gives two parts, or fewer where it can't be split. */
  split(batch: Batch): Batch[];
}

function createExporter<Batch>(signal: Signal, options: ExporterOptions, batching: Batching<Batch>): Exporter<Batch> {
  const { concurrencyLimit = 30 } = options;
  const transport = createTransport(options);
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  const tell = (event: ExportEvent): void => {
    try {
      options.onEvent?.(event);
    } catch {
      // A listener's fault: there is nobody else to tell, and the export goes on.
    }
  };

  const send = async (batch: Batch, body: Uint8Array): Promise<void> => {
    const items = batching.count(batch);
    const result = await transport.send(body, (reason) => tell({ type: 'retrying', signal, items, reason }));
    if (result.delivered) {
      tell({ type: 'delivered', signal, items, bodyBytes: body.length, wireBytes: result.wireBytes });
      const partial = partialSuccess(result.response);
      if (partial) tell({ type: 'partial_success', signal, ...partial });
      return;
    }
    const parts = result.status === 413 ? batching.split(batch) : [];
    if (parts.length < 2) tell({ type: 'failed', signal, items, status: result.status, reason: result.reason });
    else for (const part of parts) await send(part, batching.encode(part));
  };

  const take = (batch: Batch): void => {
    if (stopped) throw new Error('the exporter has been shut down');
    if (underWay.size >= concurrencyLimit) throw new Error(`${concurrencyLimit} batches are under way`);
    const work = send(batch, batching.encode(batch)).catch((error) => {
      tell({ type: 'failed', signal, items: batching.count(batch), status: undefined, reason: failureText(error) });
    });
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  };

  const forceFlush = async (): Promise<void> => {
    await Promise.all(underWay);
  };

  return {
    export(batch, done) {
      try {
        take(batch);
      } catch (error) {
        tell({ type: 'failed', signal, items: batching.count(batch), status: undefined, reason: (error as Error).message });
        done({ code: 1, error: error as Error });
        return;
      }
      done({ code: 0 });
    },
    forceFlush,
    async shutdown() {
      stopped = true;
      await forceFlush();
      transport.close();
    },
  };
}

function halves<T>(items: readonly T[]): T[][] {
  const middle = Math.ceil(items.length / 2);
  return items.length < 2 ? [] : [items.slice(0, middle), items.slice(middle)];
}
