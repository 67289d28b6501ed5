import type { ResourceData, ScopeData } from './encode-envelope.js';
import type { ReadableLogRecordData } from './encode-log-record.js';
import type { ReadableSpanData } from './encode-span.js';
import type { EncodedRequest } from './encoded-request.js';
import { ItemBuffer, type SelfEncodingItem } from './item-buffer.js';
import { logRecordCodec } from './log-exporter.js';
import { LogRecordWriter, type SelfEncodingLogRecord } from './log-record-writer.js';
import type { ResourceMetricsData } from './metric-data.js';
import { listMetrics, type MetricItem, metricCodec } from './metric-exporter.js';
import type { ProtoWriter } from './proto-writer.js';
import { SignalQueue, type SignalQueueOptions } from './signal-queue.js';
import { spanCodec } from './trace-exporter.js';

/** So many spans are encoded together, unless a batch is made before. They live that much longer, which costs more from there on. */
const SPANS_AT_ONCE = 16;
/** Up to so many records are held back by one source. */
const MOST_HELD = 16;
const ERROR_STATUS = 2;
const ERROR_SEVERITY = 17;

/** A queue of finished spans; failed ones are given up last. */
export type TraceQueue = SignalQueue<ReadableSpanData>;

/** Records that their source holds back, to have them encoded together. */
export interface HeldRecords {
  /** Adds them now. Never throws. */
  release(): void;
}

/** A queue of log records; those of severity ERROR and above are given up last. */
export class LogQueue extends SignalQueue<ReadableLogRecordData> implements SelfEncodingItem {
  readonly #to = new LogRecordWriter();
  readonly #mayHoldBack: boolean;
  #held: HeldRecords[] = [];
  #record: SelfEncodingLogRecord | undefined;

  constructor(options: SignalQueueOptions) {
    super('logs', logRecordCodec, (record) => (record.severityNumber ?? 0) >= ERROR_SEVERITY, options);
    const { safekeeping, maxBatchItems = MOST_HELD } = options;
    this.#mayHoldBack = safekeeping === undefined && maxBatchItems >= MOST_HELD;
  }

  /**
   * Tells whether a few records may be held back: then `release` is called before anything is sent, so after the usual delay at the latest.
   * Not where other threads have to find each record, nor where batches are as small as that.
   */
  holdBack(held: HeldRecords): boolean {
    if (!this.#mayHoldBack) return false;
    this.#held.push(held);
    this.startTimer();
    return true;
  }

  protected override releaseHeld(): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const records of held) records.release();
  }

  /** Takes a record that encodes itself; gives whether it did, and changes nothing otherwise. */
  addSelfEncoding(record: SelfEncodingLogRecord, resource: ResourceData, scope: ScopeData): boolean {
    const outer = this.#record;
    this.#record = record;
    const added = this.append(this, record.severityNumber >= ERROR_SEVERITY, resource, scope);
    this.#record = outer;
    return added;
  }

  /** Appends the record that is being taken. */
  encode(writer: ProtoWriter): boolean {
    this.#to.attach(writer);
    return this.#record?.encode(this.#to) === true;
  }
}

/**
 * Makes a queue that takes spans when they end, and encodes up to 16 together: nobody may change them any more.
 *
 * @param encode appends a span, for a recorder that knows how to do that best; by default {@link encodeSpan}
 * @throws TypeError if the URL is not a valid one of `http:` or `https:`
 */
export function createTraceQueue(options: SignalQueueOptions, encode: typeof spanCodec.encode = spanCodec.encode): TraceQueue {
  return new SignalQueue('traces', { ...spanCodec, encode }, (span) => span.status.code === ERROR_STATUS, options, SPANS_AT_ONCE);
}

/**
 * Makes a queue that takes log records when they are emitted.
 *
 * @throws TypeError if the URL is not a valid one of `http:` or `https:`
 */
export function createLogQueue(options: SignalQueueOptions): LogQueue {
  return new LogQueue(options);
}

/** Encodes one collection as one request; undefined if it has no points. */
export function encodeMetrics(metrics: ResourceMetricsData): EncodedRequest | undefined {
  const buffer = new ItemBuffer(metricCodec);
  for (const item of listMetrics(metrics)) buffer.add(item);
  return buffer.seal();
}

/** A queue of collected metrics. */
export class MetricQueue extends SignalQueue<MetricItem> {
  constructor(options: Omit<SignalQueueOptions, 'maxBatchItems' | 'delayMillis'>) {
    super('metrics', metricCodec, () => false, { ...options, maxBatchItems: Number.POSITIVE_INFINITY });
  }

  /** Takes one collection as one request. */
  addAll(metrics: ResourceMetricsData): void {
    for (const item of listMetrics(metrics)) this.add(item);
    this.seal();
  }
}
