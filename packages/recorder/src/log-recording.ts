import type { Counter } from '@opentelemetry/api';
import type { HeldRecords, SelfEncodingLogRecord } from '@telewright/otlp';
import type { AttributeLimits } from './attributes.js';
import type { InstrumentationScope, LogRecordProcessor, ReadableLogRecord, Resource } from './sdk-types.js';

/** Takes log records when they have been emitted. A record may be encoded or copied, and not be kept: nothing else needs it then. */
export interface LogRecordSink {
  /** Takes a record. */
  add(record: ReadableLogRecord): void;
  /** Takes a record that encodes itself, where the sink can; gives whether it did, and changes nothing otherwise. */
  addSelfEncoding?(record: SelfEncodingLogRecord, resource: Resource, scope: InstrumentationScope): boolean;
  /** Tells whether records may be held back for a while: then `release` is called before anything is sent. */
  holdBack?(held: HeldRecords): boolean;
  /** Sends what was taken. */
  forceFlush(): Promise<void>;
  /** Sends what was taken and ends. */
  shutdown(): Promise<void>;
}

/** What all loggers of a provider have in common. */
export interface LogRecording {
  readonly resource: Resource;
  readonly limits: AttributeLimits;
  readonly processors: readonly LogRecordProcessor[];
  readonly sinks: readonly LogRecordSink[];
  readonly created: Counter | undefined;
  /** Who holds records back, or has done so. */
  readonly held: Set<HeldRecords>;
  hasShutdown: boolean;
}
