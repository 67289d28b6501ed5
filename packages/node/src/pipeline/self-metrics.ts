import type { Attributes, BatchObservableResult, Meter, Observable } from '@opentelemetry/api';
import type { ExportEvent, QueueState, Spool } from '@telewright/otlp';
import {
  ATTR_ERROR_TYPE,
  ATTR_OTEL_COMPONENT_NAME,
  ATTR_OTEL_COMPONENT_TYPE,
  ATTR_TELEWRIGHT_BYTES_KIND,
  ATTR_TELEWRIGHT_SIGNAL,
  createInstrument,
  metricOptions,
  OTEL_SDK_EXPORTER_OPERATION_DURATION,
  type SdkItem,
  sdkMetrics,
  TELEWRIGHT_EXPORTER_BYTES,
  TELEWRIGHT_SPOOL_USAGE,
} from '@telewright/semconv';
import type { Signal } from '../settings/settings.js';

/** A queue that is watched. */
export interface WatchedQueue {
  readonly signal: Signal;
  readonly queue: { readonly state: QueueState };
  /** Items that memory may hold. */
  readonly capacity: number;
}

/** What the signals' items and components are called in the metrics. */
const names: Readonly<Record<Signal, { item: SdkItem; processor: string; exporter: string }>> = {
  traces: { item: 'span', processor: 'batching_span_processor', exporter: 'otlp_http_span_exporter' },
  logs: { item: 'log', processor: 'batching_log_processor', exporter: 'otlp_http_log_exporter' },
  metrics: { item: 'metric_data_point', processor: '', exporter: 'otlp_http_metric_exporter' },
};

/** What was counted of a signal's exports. */
class Tally {
  readonly exported = new Map<string, number>();
  readonly dropped = new Map<string, number>();
  wireBytes = 0;
  encodedBytes = 0;
}

/** Counts what happens to exports, without a cost for each item, and reports it as the SDK's metrics about itself. */
export class SelfMetrics {
  readonly #tallies: Readonly<Record<Signal, Tally>> = { traces: new Tally(), logs: new Tally(), metrics: new Tally() };
  #recordDuration: ((event: ExportEvent) => void) | undefined;

  /** Counts an event. */
  count(event: ExportEvent): void {
    if (event.type === 'spool_unavailable' || event.type === 'stored' || event.type === 'retrying') return;
    const tally = this.#tallies[event.signal];
    if (event.type === 'delivered') {
      add(tally.exported, '', event.items);
      tally.wireBytes += event.bytes;
      tally.encodedBytes += event.bodyBytes;
    } else if (event.type === 'failed') add(tally.exported, errorType(event), event.items);
    else if (event.type === 'partial_success') add(tally.exported, 'rejected', event.rejected);
    else if (event.reason === 'queue_full') add(tally.dropped, 'queue_full', event.items);
    else if (event.reason === 'shutdown') add(tally.dropped, 'already_shutdown', event.items);
    else add(tally.exported, event.reason, event.items);
    this.#recordDuration?.(event);
  }

  /** Reports what was counted through a meter. */
  observe(meter: Meter, queues: readonly WatchedQueue[], spool: Spool | undefined): void {
    if (queues.length === 0) return;
    const duration = createInstrument(meter, OTEL_SDK_EXPORTER_OPERATION_DURATION);
    this.#recordDuration = (event) => {
      if ((event.type !== 'delivered' && event.type !== 'failed') || event.durationMillis === undefined) return;
      const attributes = exporterAttributes(event.signal);
      if (event.type === 'failed') attributes[ATTR_ERROR_TYPE] = errorType(event);
      duration.record(event.durationMillis / 1000, attributes);
    };
    const bytes = meter.createObservableCounter(TELEWRIGHT_EXPORTER_BYTES.name, metricOptions(TELEWRIGHT_EXPORTER_BYTES));
    const usage = spool && meter.createObservableGauge(TELEWRIGHT_SPOOL_USAGE.name, metricOptions(TELEWRIGHT_SPOOL_USAGE));
    const signals = queues.map((watched) => ({
      watched,
      tally: this.#tallies[watched.signal],
      instruments: createInstruments(meter, watched.signal),
    }));
    const all: Observable[] = [bytes, ...(usage ? [usage] : []), ...signals.flatMap(({ instruments }) => Object.values(instruments))];
    meter.addBatchObservableCallback((result) => {
      if (usage) result.observe(usage, spool.bytes);
      for (const { watched, tally, instruments } of signals) {
        observeQueue(result, watched, tally, instruments);
        result.observe(bytes, tally.encodedBytes, { [ATTR_TELEWRIGHT_SIGNAL]: watched.signal, [ATTR_TELEWRIGHT_BYTES_KIND]: 'encoded' });
        result.observe(bytes, tally.wireBytes, { [ATTR_TELEWRIGHT_SIGNAL]: watched.signal, [ATTR_TELEWRIGHT_BYTES_KIND]: 'wire' });
      }
    }, all);
  }
}

function createInstruments(meter: Meter, signal: Signal) {
  const { exported, inflight, processed, queueSize, queueCapacity } = sdkMetrics(names[signal].item);
  return {
    exported: meter.createObservableCounter(exported.name, metricOptions(exported)),
    inflight: meter.createObservableUpDownCounter(inflight.name, metricOptions(inflight)),
    // Metrics have no processor.
    ...(signal !== 'metrics' && {
      processed: meter.createObservableCounter(processed.name, metricOptions(processed)),
      queueSize: meter.createObservableUpDownCounter(queueSize.name, metricOptions(queueSize)),
      queueCapacity: meter.createObservableUpDownCounter(queueCapacity.name, metricOptions(queueCapacity)),
    }),
  };
}

function observeQueue(
  result: BatchObservableResult,
  { signal, queue: { state }, capacity }: WatchedQueue,
  tally: Tally,
  { exported, inflight, processed, queueSize, queueCapacity }: ReturnType<typeof createInstruments>,
): void {
  const exporter = exporterAttributes(signal);
  for (const [error, items] of tally.exported)
    result.observe(exported, items, error ? { ...exporter, [ATTR_ERROR_TYPE]: error } : exporter);
  result.observe(inflight, state.itemsUnderWay, exporter);
  if (!processed || !queueSize || !queueCapacity) return;
  const processor = component(names[signal].processor);
  result.observe(processed, state.itemsProcessed, processor);
  for (const [error, items] of tally.dropped) result.observe(processed, items, { ...processor, [ATTR_ERROR_TYPE]: error });
  result.observe(queueSize, state.items - state.itemsUnderWay, processor);
  result.observe(queueCapacity, capacity, processor);
}

function exporterAttributes(signal: Signal): Attributes {
  return component(names[signal].exporter);
}

function component(type: string): Attributes {
  return { [ATTR_OTEL_COMPONENT_TYPE]: type, [ATTR_OTEL_COMPONENT_NAME]: `${type}/0` };
}

function errorType({ status, code, reason }: Extract<ExportEvent, { type: 'failed' }>): string {
  return status === undefined ? (code ?? reason) : String(status);
}

function add(counts: Map<string, number>, key: string, items: number): void {
  counts.set(key, (counts.get(key) ?? 0) + items);
}
